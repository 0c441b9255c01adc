import { type Kysely, sql } from 'kysely'
import type { Dialect } from './create-tables.ts'

/**
 * Counters of what users do each minute, as rate-limiter-flexible keeps them, whose users are of no
 * team. Unlogged: no request waits for the disk, and after a crash counting begins anew. The embedded
 * database has one server, which counts by itself.
 */
export async function createRateLimits(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return
  await sql`create unlogged table rate_limits (
    key text collate "C" primary key, points bigint not null, expire bigint
  )`.execute(db)
}
