import type { Db, Engine } from '#server/database/engine.ts'
import { lowerWall, raiseWall } from '#server/database/team-wall.ts'

/** One transaction on all rows of all teams, as only the owner of the tables can have it. */
export async function pastTheWall(
  engine: Engine,
  work: (db: Db) => Promise<unknown>,
): Promise<void> {
  await engine.ofServer.transact(async (db) => {
    if (engine.locksRows) await lowerWall(db)
    await work(db)
    if (engine.locksRows) await raiseWall(db)
  })
}
