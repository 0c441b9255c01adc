import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Cycles whose charges lie in files, and for how long each team's are kept. */
export async function createArchivedCycles(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    archived_cycles: {
      columns: {
        team_id: 'text',
        cycle: 'text',
        start_at: 'instant',
        end_at: 'instant',
        archived_at: 'instant',
        charges: 'amount',
        sums: 'text',
        sha256: 'text',
        seal: 'text',
      },
      key: ['team_id', 'cycle'],
    },
  })
  const integer = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema.alterTable('teams').addColumn('retention_months', integer).execute()
}
