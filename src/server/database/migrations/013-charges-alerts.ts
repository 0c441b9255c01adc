import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** From which charges of a cycle on a team's Billing is told. */
export async function createChargesAlerts(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    charges_alerts: {
      columns: {
        team_id: 'text',
        threshold_micros: 'amount?',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id'],
    },
  })
}
