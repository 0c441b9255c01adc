import { sql } from 'kysely'
import type { TeamWrites } from '#api/ports.ts'
import type { Run } from '#api/records.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import { isAmong } from './among.ts'
import type { Db, Engine } from './engine.ts'
import { INTO_HOLDS, INTO_NEW_RUNS, INTO_RUNS } from './inserts.ts'
import { holdRow } from './rows/hold.ts'
import { runRow } from './rows/run.ts'

/** Runs, with what they hold by the minute in the same transaction. */
export function runWrites(
  engine: Engine,
  db: Db,
  team: string,
): Pick<TeamWrites, 'addRuns' | 'saveRuns'> {
  const hold = (runs: readonly Run[]) =>
    engine.insert(
      db,
      INTO_HOLDS,
      runs.filter(({ held }) => held > 0).map((run) => holdRow(team, run)),
    )
  return {
    addRuns: async (runs) => {
      await engine.insert(
        db,
        INTO_NEW_RUNS,
        runs.map((run) => runRow(team, run)),
      )
      await hold(runs)
    },
    saveRuns: async (runs) => {
      if (runs.length === 0) return
      await letGo(engine, db, { team, runs })
      await engine.insert(
        db,
        INTO_RUNS,
        runs.map((run) => runRow(team, run)),
      )
      await hold(runs)
    },
  }
}

/** Takes back what the runs held so far. */
async function letGo(
  engine: Engine,
  db: Db,
  { team, runs }: { team: string; runs: readonly Run[] },
): Promise<void> {
  const ids = runs.map(({ id }) => [id])
  await sql`
    update holds set held = holds.held - gone.held
    from (
      select resource, holder, expires_at - expires_at % ${sql.lit(MINUTE)} as minute, sum(held) as held
      from runs where team_id = ${team} and held > 0 and ${isAmong(engine, ['run_id'], ids)}
      group by 1, 2, 3
    ) as gone
    where holds.team_id = ${team} and holds.resource = gone.resource
      and holds.holder = gone.holder and holds.minute = gone.minute`.execute(db)
}
