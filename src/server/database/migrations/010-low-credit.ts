import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** When a team is told that its Assistant credits run low, and when it was. */
export async function createLowCredit(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    low_alerts: {
      columns: {
        team_id: 'text',
        mark_key: 'text',
        mark: 'text',
        fired_in: 'text?',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id', 'mark_key'],
    },
    low_crossings: {
      columns: {
        team_id: 'text',
        crossing_id: 'text',
        cycle: 'text',
        at: 'instant',
        charge: 'amount',
        left_credits: 'amount',
        mark: 'text',
        crossed: 'text',
      },
      key: ['team_id', 'crossing_id'],
    },
  })
  await sql`create index low_crossings_newest on low_crossings (team_id, cycle, charge)`.execute(db)
}
