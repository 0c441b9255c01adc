import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Admitted work and what is held for it. */
export async function createRuns(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    runs: {
      columns: {
        team_id: 'text',
        run_id: 'text',
        request: 'text',
        resource: 'text',
        holder: 'text',
        member_id: 'text?',
        part: 'text?',
        estimate: 'amount',
        used: 'amount',
        held: 'amount',
        state: 'text',
        admitted_at: 'instant',
        expires_at: 'instant',
        ended_at: 'instant?',
      },
      key: ['team_id', 'run_id'],
    },
  })
  // Of the many runs that there ever were, those that still hold something are few.
  await sql`create index runs_held on runs (team_id, resource, holder, expires_at, held)
    where held > 0`.execute(db)
}
