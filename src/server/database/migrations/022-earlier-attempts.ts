import type { Kysely } from 'kysely'
import type { Dialect } from './create-tables.ts'

/** What was asked for again keeps the attempts from before: the log counts all of them. */
export async function countEarlierAttempts(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const integer = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema
    .alterTable('deliveries')
    .addColumn('earlier_attempts', integer, (column) => column.notNull().defaultTo(0))
    .execute()
}
