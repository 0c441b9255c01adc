import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** The plans that teams moved between, so that past cycles keep theirs. */
export async function createPlanChanges(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    plan_changes: {
      columns: {
        team_id: 'text',
        seq: 'amount',
        at: 'instant',
        from_plan: 'text',
        plan: 'text',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id', 'seq'],
    },
  })
}
