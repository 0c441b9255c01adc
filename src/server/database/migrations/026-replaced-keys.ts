import type { Kysely } from 'kysely'
import type { Dialect } from './create-tables.ts'

/** Which key took a key's place, and until when it would have worked without. */
export async function tellWhatReplaced(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema.alterTable('keys').addColumn('replaced_by', 'text').execute()
  await db.schema.alterTable('keys').addColumn('unreplaced_expires_at', integer).execute()
}
