import { sql } from 'kysely'
import { firstBroken, type Link, START, sealed } from '#api/audit/chain.ts'
import type { Db, Engine } from '../database/engine.ts'
import { AUDIT_WALLS } from '../database/migrations/021-audit.ts'
import { auditReads } from '../database/reads/audit-reads.ts'
import { auditFrom, auditRow } from '../database/rows/audit.ts'
import type { AuditRow } from '../database/schema.ts'
import { OperatorError } from '../operator-error.ts'

const ROWS = 1_000

export type Rechained = { entries: number; lastHash: string }

/**
 * Writes an audit log anew where `change` changes it: each hash is made again from the first changed
 * entry on. A log that is not as it was written is refused, or what was done to it would be hidden.
 *
 * @returns how many entries were changed, and the last hash of before: who keeps it finds it in the
 * entry that is to be written of this
 */
export async function rechain(
  db: Db,
  { team, change }: { team: string; change: (row: AuditRow) => AuditRow },
): Promise<Rechained> {
  const reads = auditReads(db, team)
  let before: Link = START
  let last: Link = START
  let entries = 0
  for (;;) {
    const records = await reads.auditInOrder({ after: before.seq, limit: ROWS })
    if ((await firstBroken(records, { team, last: before })) !== undefined) {
      throw new OperatorError(
        'The audit log is not as it was written ("npm run audit -- verify"): nothing was erased.',
      )
    }
    for (const record of records) {
      const row = auditRow(team, record)
      const wanted = change(row)
      const isSame = JSON.stringify(wanted) === JSON.stringify(row)
      before = record
      if (!isSame) entries++
      if (entries === 0) {
        last = record
        continue
      }
      const { seq: _seq, hash: _hash, ...entry } = auditFrom(wanted)
      const anew = await sealed(entry, { team, last })
      const { team_id, seq, ...cells } = auditRow(team, anew)
      const update = db.updateTable('audit').set(cells)
      await update.where('team_id', '=', team_id).where('seq', '=', seq).execute()
      last = anew
    }
    if (records.length < ROWS) return { entries, lastHash: before.hash }
  }
}

/** For what only erasing may do: entries can be changed and taken away. */
export async function withoutWalls<T>(
  { locksRows }: Engine,
  db: Db,
  work: () => Promise<T>,
): Promise<T> {
  if (locksRows) await sql`alter table audit disable trigger user`.execute(db)
  else for (const name of ['audit_update', 'audit_delete']) await drop(db, name)
  const result = await work()
  if (locksRows) await sql`alter table audit enable trigger user`.execute(db)
  else for (const wall of AUDIT_WALLS.sqlite.slice(0, 2)) await sql.raw(wall).execute(db)
  return result
}

async function drop(db: Db, trigger: string): Promise<void> {
  await sql`drop trigger if exists ${sql.id(trigger)}`.execute(db)
}
