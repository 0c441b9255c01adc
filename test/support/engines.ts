import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { migratedPostgres } from './postgres.ts'

/** Either database by itself, empty; or why there can be none on this machine. */
export const ENGINES: readonly {
  name: string
  open: () => Promise<Engine | { missing: string }>
}[] = [
  { name: 'SQLite', open: () => openSqlite({ folder: ':memory:', role: 'server' }) },
  {
    name: 'PostgreSQL',
    open: async () => {
      const fresh = await migratedPostgres()
      return 'missing' in fresh ? fresh : openPostgres(fresh.url)
    },
  },
]
