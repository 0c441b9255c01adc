import { type RawBuilder, sql } from 'kysely'
import type { Millis } from '#shared/credits/amounts.ts'
import { SESSION_IDLE_FOR } from '#shared/credits/session.ts'
import type { Engine } from '../database/engine.ts'

/**
 * Takes away what is over of better-auth's own tables: it does so only with what somebody comes back
 * with. At most `limit` of each at once, and as often as anybody likes: what is over stays so.
 *
 * @returns how many
 */
export async function tidyPersons(
  engine: Engine,
  { at, limit }: { at: Millis; limit: number },
): Promise<number> {
  // As better-auth writes them.
  const instant = (millis: Millis) =>
    engine.locksRows ? new Date(millis) : new Date(millis).toISOString()
  const ended = sql`"expiresAt" < ${instant(at)}`
  const unused = sql`"updatedAt" < ${instant(at - SESSION_IDLE_FOR)}`
  const tokens = await taken(engine, { table: 'person_tokens', over: ended, limit })
  const over = sql`(${ended} or ${unused})`
  return tokens + (await taken(engine, { table: 'person_sessions', over, limit }))
}

async function taken(
  engine: Engine,
  options: { table: string; over: RawBuilder<unknown>; limit: number },
): Promise<number> {
  const { table, over, limit } = options
  const name = sql.id(table)
  const some = sql`select id from ${name} where ${over} limit ${limit}`
  const { numAffectedRows = 0n } = await engine.ofNoTeam.transact((db) =>
    sql`delete from ${name} where id in (${some})`.execute(db),
  )
  return Number(numAffectedRows)
}
