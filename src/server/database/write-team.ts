import type { TeamWrites } from '#api/ports.ts'
import type { Db, Engine } from './engine.ts'
import { teamWrites } from './team-writes.ts'

/** One transaction, alone on the team. */
export function writeTeam<T>(
  engine: Engine,
  team: string,
  work: (tx: TeamWrites, db: Db) => Promise<T>,
): Promise<T> {
  return engine.ofTeam(team).transact(async (db) => {
    const locked = lockTeam(engine, db, team)
    // It is waited for below; what is asked meanwhile comes after it.
    locked.catch(() => {})
    try {
      const result = await work(teamWrites(engine, db, team), db)
      await locked
      return result
    } catch (error) {
      // Where that failed, all after it did.
      await locked
      throw error
    }
  })
}

/** Nothing else writes to this team until the transaction ends. */
export async function lockTeam(engine: Engine, db: Db, team: string): Promise<void> {
  const row = await db
    .selectFrom('teams')
    .select('team_id')
    .where('team_id', '=', team)
    .$if(engine.locksRows, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw new Error(`no team ${team}`)
}
