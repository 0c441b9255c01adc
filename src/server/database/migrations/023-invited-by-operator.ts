import type { Kysely } from 'kysely'

/** Until now only members invited. */
export async function tellWhoInvites(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('invitations')
    .addColumn('actor_kind', 'text', (column) => column.notNull().defaultTo('person'))
    .execute()
}
