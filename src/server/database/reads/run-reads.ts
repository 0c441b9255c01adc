import { sql } from 'kysely'
import type { TeamReads } from '#api/ports.ts'
import type { Holder } from '#api/records.ts'
import { type Credits, MINUTE, type Millis } from '#shared/credits/amounts.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { minuteOf } from '../rows/hold.ts'
import { runFrom } from '../rows/run.ts'
import { resourceFrom } from '../rows/values.ts'

export function runReads(
  engine: Engine,
  db: Db,
  team: string,
): Pick<TeamReads, 'runs' | 'heldByHolder' | 'heldByPart' | 'heldByResource'> {
  const ofTeam = db.selectFrom('runs').where('team_id', '=', team)
  const held = (at: Millis) =>
    // Written out, not a parameter: else SQLite can't tell that its partial index applies.
    ofTeam.where('held', '>', sql.lit(0)).where('expires_at', '>', at)
  return {
    runs: async (ids) => {
      const rows = await ofTeam
        .selectAll()
        .where(isAmong(engine, ['run_id'], keysOf(ids)))
        .execute()
      return rows.map(runFrom)
    },
    heldByHolder: async ({ resource, holders, at }) => {
      const isAsked = isAmong(engine, ['holder'], keysOf(holders))
      const next = minuteOf(at) + MINUTE
      // Of the minute that is going on some have expired; of those after it none has.
      const [ending, later] = await Promise.all([
        held(at)
          .where('expires_at', '<', next)
          .where('resource', '=', resource)
          .where(isAsked)
          .select((is) => ['holder', is.fn.sum('held').as('credits')])
          .groupBy('holder')
          .execute(),
        db
          .selectFrom('holds')
          .where('team_id', '=', team)
          .where('minute', '>=', next)
          .where('resource', '=', resource)
          .where(isAsked)
          .select((is) => ['holder', is.fn.sum('held').as('credits')])
          .groupBy('holder')
          .execute(),
      ])
      const credits = new Map<Holder, Credits>()
      for (const row of [...ending, ...later]) {
        const sum = (credits.get(row.holder) ?? 0) + integerFrom(row.credits)
        if (sum > 0) credits.set(row.holder, sum)
      }
      return credits
    },
    heldByPart: async ({ resource, at }) => {
      const rows = await held(at)
        .where('resource', '=', resource)
        .where('part', 'is not', null)
        .select((is) => ['part', is.fn.sum('held').as('credits')])
        .groupBy('part')
        .execute()
      return new Map(rows.map((row) => [row.part ?? '', integerFrom(row.credits)]))
    },
    heldByResource: async ({ holders, at }) => {
      const wanted =
        holders === 'all' ? held(at) : held(at).where(isAmong(engine, ['holder'], keysOf(holders)))
      const rows = await wanted
        .select((is) => ['resource', is.fn.sum('held').as('credits')])
        .groupBy('resource')
        .execute()
      return new Map(rows.map((row) => [resourceFrom(row.resource), integerFrom(row.credits)]))
    },
  }
}

function keysOf(ids: readonly string[]): string[][] {
  return ids.map((id) => [id])
}
