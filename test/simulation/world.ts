import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createApi } from '#api/app.ts'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { openDatabase } from '#server/database/open.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { faultyEngine, type Mischief, noMischief, seenWriting } from './faulty-engine.ts'

/** One server of a ledger: an API of its own over a connection of its own. */
export type Server = {
  store: Store
  fetch: (path: string, init?: RequestInit) => Promise<Response>
}

/** A ledger to play histories on. */
export type World = {
  name: string
  /** All of them work on the same data. */
  servers: Server[]
  clock: { now: number }
  mischief: Mischief
  /** What the API reported as its own failures, but for those that were made on purpose. */
  failures: unknown[]
  /** Members' own keys, which no two worlds have in common. */
  keys: Map<string, string>
  /** Ends the servers and starts others on the same data. */
  restart: () => Promise<void>
  /** What in the team's books does not agree. */
  check: (team: string) => Promise<string[]>
  close: () => Promise<void>
}

/** Puts something between the API and its store: how tests plant faults. */
export type Bent = (store: Store) => Store

export type WorldKind = { name: string; open: (bent?: Bent) => Promise<World> }

const AS_IT_IS: Bent = (store) => store

export const MEMORY: WorldKind = {
  name: 'memory',
  open: async (bent = AS_IT_IS) => {
    const store = bent(createMemoryStore())
    const world = emptyWorld('memory')
    world.servers = [serverOver(store, world)]
    return { ...world, restart: async () => {}, check: async () => [], close: async () => {} }
  },
}

export const SQLITE: WorldKind = {
  name: 'SQLite',
  open: async (bent) => {
    const { path, remove } = quickFolder()
    const folder = join(path, 'data')
    return sqlWorld('SQLite', {
      options: [
        { folder, role: 'server' },
        { folder, role: 'tool' },
      ],
      bent,
      remove,
    })
  },
}

/** In memory where the machine has such a folder: what a disk may lose is another test's. */
function quickFolder(): ReturnType<typeof temporaryFolder> {
  if (!existsSync(IN_MEMORY)) return temporaryFolder()
  const path = mkdtempSync(join(IN_MEMORY, 'headroom-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const IN_MEMORY = '/dev/shm'

/** @param fresh gives the URL of an empty database */
export function postgresWorlds(fresh: () => Promise<string>): WorldKind {
  return {
    name: 'PostgreSQL',
    open: async (bent) => {
      const url = await fresh()
      const options = { url, folder: '', role: 'server' } as const
      return sqlWorld('PostgreSQL', { options: [options, options], bent, remove: () => {} })
    },
  }
}

async function sqlWorld(
  name: string,
  { options, bent = AS_IT_IS, remove }: SqlOptions,
): Promise<World> {
  const world = emptyWorld(name)
  let databases = await openAll(options)
  const serve = () => {
    const { mischief } = world
    world.servers = databases.map(({ engine }) => {
      const store = createSqlStore(faultyEngine(engine, mischief))
      return serverOver(bent(seenWriting(store)), world)
    })
  }
  const end = async () => {
    for (const { close } of databases) await close()
  }
  serve()
  return Object.assign(world, {
    restart: async () => {
      await end()
      databases = await openAll(options)
      serve()
    },
    check: async (team: string) => {
      const engine = databases[0]?.engine
      if (!engine) return ['no server is there']
      return (await checkTeam(engine, { team, catalog: DEFAULT_CATALOG })).faults
    },
    close: async () => {
      await end()
      remove()
    },
  })
}

type SqlOptions = {
  options: readonly Parameters<typeof openDatabase>[0][]
  bent: Bent | undefined
  remove: () => void
}

/** One after the other: the first makes the tables. */
async function openAll(options: SqlOptions['options']) {
  const databases: Awaited<ReturnType<typeof openDatabase>>[] = []
  for (const each of options) databases.push(await openDatabase(each))
  return databases
}

function emptyWorld(name: string): Omit<World, 'restart' | 'check' | 'close'> {
  return {
    name,
    servers: [],
    clock: { now: 0 },
    mischief: noMischief(),
    failures: [],
    keys: new Map(),
  }
}

function serverOver(
  store: Store,
  { clock, mischief, failures }: Pick<World, 'clock' | 'mischief' | 'failures'>,
): Server {
  const app = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => clock.now,
    report: ({ error }) => {
      if (!mischief.fired) failures.push(error)
    },
  })
  return { store, fetch: async (path, init) => app.request(path, init) }
}
