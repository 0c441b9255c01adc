import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Packs of bonus credits bought, each with its receipt. */
export async function createBonusPurchases(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    bonus_purchases: {
      columns: {
        team_id: 'text',
        purchase_key: 'text',
        request: 'text',
        pack: 'text',
        resource: 'text',
        credits: 'amount',
        price_micros: 'amount',
        currency: 'text',
        grant_id: 'text',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id', 'purchase_key'],
    },
  })
}
