import { sql } from 'kysely'
import { START, sealed } from '#api/audit/chain.ts'
import type { AuditWrites } from '#api/audit/ports.ts'
import type { AuditEntry } from '#api/audit/records.ts'
import type { Db, Engine } from './engine.ts'
import { INTO_AUDIT } from './inserts.ts'
import { auditRow } from './rows/audit.ts'

/** What is of the whole server. */
const NO_TEAM = ''

/** In a transaction that is alone on the team. */
export function auditWrites(engine: Engine, db: Db, team: string): AuditWrites {
  return {
    record: async (entry) => {
      const last = await db
        .selectFrom('audit')
        .select(['seq', 'hash'])
        .where('team_id', '=', team)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      const record = await sealed(entry, { team, last: last ?? START })
      await engine.insert(db, INTO_AUDIT, [auditRow(team, record)])
    },
  }
}

/** There is no team to be alone on: a lock of its own stands for it, until the transaction ends. */
export async function recordOfServer(engine: Engine, db: Db, entry: AuditEntry): Promise<void> {
  if (engine.locksRows) await sql`select pg_advisory_xact_lock(hashtext('audit'))`.execute(db)
  await auditWrites(engine, db, NO_TEAM).record(entry)
}
