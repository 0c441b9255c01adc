import type { Db, Engine } from '#server/database/engine.ts'
import { lowerWall, raiseWall } from '#server/database/team-wall.ts'
import { meant } from './fail-on-lost-team.ts'

/** One transaction on the rows of all teams, as only the owner of the tables can have it. */
export async function pastTheWall<T>(engine: Engine, work: (db: Db) => Promise<T>): Promise<T> {
  return engine.ofServer.transact(async (db) => {
    if (engine.locksRows) await lowerWall(db)
    const result = await meant(() => work(db))
    if (engine.locksRows) await raiseWall(db)
    return result
  })
}

/** Only reads: the wall is back as soon as that is undone, which takes less than raising it. */
export async function readPastTheWall<T>(engine: Engine, work: (db: Db) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined
  const undone = new Error('undone')
  const reading = engine.ofServer.transact(async (db) => {
    if (engine.locksRows) await lowerWall(db)
    result = { value: await meant(() => work(db)) }
    throw undone
  })
  const failure = await reading.catch((error: unknown) => error)
  if (failure !== undone || !result) throw failure
  return result.value
}
