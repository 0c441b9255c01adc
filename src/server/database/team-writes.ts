import { sql } from 'kysely'
import type { TeamWrites } from '#api/ports.ts'
import { type RollupDelta, TEAM_HOLDER } from '#api/records.ts'
import { HOUR } from '#shared/credits/amounts.ts'
import type { Db, Engine } from './engine.ts'
import {
  INTO_ACCOUNTS,
  INTO_BONUS_GRANTS,
  INTO_CHARGES,
  INTO_CROSSINGS,
  INTO_DISMISSALS,
  INTO_MEMBERS,
  INTO_PARTS,
  INTO_ROLLUP_HOURS,
  INTO_ROLLUPS,
  INTO_SWITCH_HISTORY,
  INTO_SWITCHES,
  INTO_TOTALS,
} from './inserts.ts'
import { accountRow } from './rows/account.ts'
import { bonusRow } from './rows/bonus.ts'
import { chargeRow } from './rows/charge.ts'
import { crossingRow } from './rows/crossing.ts'
import { memberRow } from './rows/member.ts'
import { switchRow } from './rows/switch.ts'
import type { RollupRow } from './schema.ts'
import { teamReads } from './team-reads.ts'

/** What a transaction that holds the team's lock may do. */
export function teamWrites(engine: Engine, db: Db, team: string): TeamWrites {
  const { insert } = engine
  return {
    ...teamReads(engine, db, team),
    addMembers: (rows) =>
      insert(
        db,
        INTO_MEMBERS,
        rows.map((row) => memberRow(team, row)),
      ),
    chargesOf: async (keys) => {
      const wanted = engine.each(
        keys.map(({ source, eventId }) => [source, eventId]),
        'wanted',
      )
      const rows = await db
        .selectFrom('charges')
        .select(['source', 'event_id as eventId', 'event', 'charge'])
        .where('team_id', '=', team)
        .where(
          sql<boolean>`(source, event_id) in (select wanted.value ->> 0, wanted.value ->> 1 from ${wanted})`,
        )
        .execute()
      return rows
    },
    takeChargeNumbers: async (count) => (await take(db, team, 'charges', count)) - count + 1,
    addCharges: (rows) =>
      insert(
        db,
        INTO_CHARGES,
        rows.map((row) => chargeRow(team, row)),
      ),
    saveAccounts: (rows) =>
      insert(
        db,
        INTO_ACCOUNTS,
        rows.map(({ facts, ...row }) => accountRow(team, row, facts)),
      ),
    saveBonus: (rows) =>
      insert(
        db,
        INTO_BONUS_GRANTS,
        rows.map((row) => bonusRow(team, row)),
      ),
    addRollups: async (deltas) => {
      const rows = deltas.map((delta) => rollupRow(team, delta))
      await insert(db, INTO_ROLLUPS, rows)
      await insert(db, INTO_ROLLUP_HOURS, hoursOf(rows))
    },
    addTotals: (rows) =>
      insert(
        db,
        INTO_TOTALS,
        rows.map(({ costMicros, ...row }) => ({ team_id: team, ...row, cost_micros: costMicros })),
      ),
    addCrossings: (rows) =>
      insert(
        db,
        INTO_CROSSINGS,
        rows.map((row) => crossingRow(team, row)),
      ),
    savePartNames: (rows) =>
      insert(
        db,
        INTO_PARTS,
        rows.map((row) => ({ team_id: team, ...row })),
      ),
    takeDecisionNumber: () => take(db, team, 'decisions', 1),
    addSwitches: async (decisions) => {
      const rows = decisions.map((decision) => switchRow(team, decision))
      await insert(db, INTO_SWITCH_HISTORY, rows)
      await insert(db, INTO_SWITCHES, rows)
    },
    setDismissed: async ({ viewer, cycle, alert, dismissed, at }) => {
      if (dismissed) {
        return insert(db, INTO_DISMISSALS, [{ team_id: team, viewer, cycle, alert, at }])
      }
      await db
        .deleteFrom('dismissals')
        .where('team_id', '=', team)
        .where('viewer', '=', viewer)
        .where('cycle', '=', cycle)
        .where('alert', '=', alert)
        .execute()
    },
  }
}

/** Moves a counter of the team on by `count` and gives where it stands. */
async function take(
  db: Db,
  team: string,
  counter: 'charges' | 'decisions',
  count: number,
): Promise<number> {
  const row = await db
    .updateTable('teams')
    .set((is) => ({ [counter]: is(counter, '+', count) }))
    .where('team_id', '=', team)
    .returning(`${counter} as last`)
    .executeTakeFirstOrThrow()
  return row.last
}

function rollupRow(team: string, delta: RollupDelta): RollupRow {
  return { team_id: team, ...delta }
}

/** Members' own rollups are few rows; only the team's are read faster by the hour. */
function hoursOf(rows: readonly RollupRow[]): RollupRow[] {
  const hours = new Map<string, RollupRow>()
  for (const row of rows) {
    if (row.holder !== TEAM_HOLDER) continue
    const bucket = Math.floor(row.bucket / HOUR) * HOUR
    const key = JSON.stringify([row.resource, row.kind, bucket])
    const before = hours.get(key)
    hours.set(key, {
      ...row,
      bucket,
      credits: row.credits + (before?.credits ?? 0),
      charges: row.charges + (before?.charges ?? 0),
    })
  }
  return [...hours.values()]
}
