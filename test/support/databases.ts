import { join } from 'node:path'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { openDatabase } from '#server/database/open.ts'
import { freshPostgres } from './postgres.ts'
import { temporaryFolder } from './sqlite.ts'

export type OpenStore = { store: Store; close: () => Promise<void> }

export type StoreKind = {
  name: 'memory' | 'SQLite' | 'PostgreSQL'
  /** A store that holds nothing; or why there can be none on this machine. */
  open: () => Promise<OpenStore | { missing: string }>
}

/** Every store that there is: what one promises, all do. */
export const STORES: readonly StoreKind[] = [
  {
    name: 'memory',
    open: async () => ({ store: createMemoryStore(), close: async () => {} }),
  },
  {
    name: 'SQLite',
    open: async () => {
      const folder = temporaryFolder()
      const database = await openDatabase({ folder: join(folder.path, 'data'), role: 'server' })
      return {
        store: database.store,
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
      return openDatabase({ url: fresh.url, folder: '', role: 'server' })
    },
  },
]
