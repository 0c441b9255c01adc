import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { migratedPostgres } from './postgres.ts'
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
      const data = join(folder.path, 'data')
      mkdirSync(data, { mode: 0o700 })
      writeFileSync(join(data, FILE), await migratedFile(), { mode: 0o600 })
      const database = await openDatabase({ folder: data, role: 'server' })
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
      const fresh = await migratedPostgres()
      if ('missing' in fresh) return fresh
      const database = await openDatabase({ url: fresh.url, folder: '', role: 'server' })
      return { ...database, faults: faultsIn(database) }
    },
  },
]

const FILE = 'headroom.sqlite'

let migrated: Promise<Buffer> | undefined

/** As a server leaves it that has made the tables, once for a file of tests. */
function migratedFile(): Promise<Buffer> {
  migrated ??= makeMigrated()
  return migrated
}

async function makeMigrated(): Promise<Buffer> {
  const { path: folder, remove } = temporaryFolder()
  await (await openDatabase({ folder, role: 'server' })).close()
  const file = readFileSync(join(folder, FILE))
  remove()
  return file
}

function faultsIn({ engine }: OpenDatabase): OpenStore['faults'] {
  return async (team) => (await checkTeam(engine, { team, catalog: DEFAULT_CATALOG })).faults
}
