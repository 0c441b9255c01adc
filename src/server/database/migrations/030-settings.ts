import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** What a server remembers of itself, by name. */
export async function createSettings(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    settings: {
      columns: { team_id: 'text', name: 'text', value: 'text' },
      key: ['team_id', 'name'],
    },
  })
}
