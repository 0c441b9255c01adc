import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** What a team spends at most on a resource's pay-as-you-go in one cycle. */
export async function createSpendCaps(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    spend_caps: {
      columns: {
        team_id: 'text',
        resource: 'text',
        cap_micros: 'amount?',
        seq: 'amount',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id', 'resource'],
    },
  })
}
