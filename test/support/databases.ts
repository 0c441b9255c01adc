import { join } from 'node:path'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { freshPostgres } from './postgres.ts'
import { temporaryFolder } from './sqlite.ts'

export type OpenStore = {
  store: Store
  /** What in the team's books does not agree; only a database keeps sums beside the charges. */
  faults: (team: string) => Promise<string[]>
  close: () => Promise<void>
}

export type StoreKind = {
  name: 'memory' | 'SQLite' | 'PostgreSQL'
  /** A store that holds nothing; or why there can be none on this machine. */
  open: () => Promise<OpenStore | { missing: string }>
}

/** Every store that there is: what one promises, all do. */
export const STORES: readonly StoreKind[] = [
  {
    name: 'memory',
    open: async () => ({
      store: createMemoryStore(),
      faults: async () => [],
      close: async () => {},
    }),
  },
  {
    name: 'SQLite',
    open: async () => {
      const folder = temporaryFolder()
      const database = await openDatabase({ folder: join(folder.path, 'data'), role: 'server' })
      return {
        store: database.store,
        faults: faultsIn(database),
        close: async () => {
          await database.close()
          folder.remove()
        },
      }
    },
  },
  {
    name: 'PostgreSQL',
    open: async () => {
      const fresh = await freshPostgres()
      if ('missing' in fresh) return fresh
      const database = await openDatabase({ url: fresh.url, folder: '', role: 'server' })
      return { ...database, faults: faultsIn(database) }
    },
  },
]

function faultsIn({ engine }: OpenDatabase): OpenStore['faults'] {
  return async (team) => (await checkTeam(engine, { team, catalog: DEFAULT_CATALOG })).faults
}
