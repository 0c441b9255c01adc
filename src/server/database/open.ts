import { resolve } from 'node:path'
import type { Store } from '#api/ports.ts'
import type { Engine } from './engine.ts'
import { DatabaseRefused } from './errors.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { createSqlStore } from './store.ts'

/** Of a server with one statement: longer than any of ours takes, and no longer than a client waits. */
const PATIENCE_MS = 30_000

export type OpenOptions = {
  /** A PostgreSQL connection string; without one, SQLite in `folder`. */
  url?: string | undefined
  folder: string
  /** To PostgreSQL, at most. */
  connections?: number
  /** Only one `server` may have a folder open; any `tool` may write beside it. */
  role: 'server' | 'tool'
}

export type OpenDatabase = {
  store: Store
  /** For sign-in, which brings queries of its own. */
  engine: Engine
  /** Where the data is, for people; holds no password. */
  describe: string
  /** What the operator should mend, although all works: sentences. */
  concerns: string[]
  close: () => Promise<void>
}

/**
 * Opens the database, made and migrated if it is new.
 * @throws DatabaseRefused with a sentence for the operator
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { url, folder, role, connections } = options
  const patienceMs = role === 'server' ? PATIENCE_MS : undefined
  const engine = url
    ? await openPostgres(url, { connections, patienceMs })
    : await openSqlite({ folder, role })
  const concerns: string[] = []
  try {
    await refuseDoubleEvents(engine)
    concerns.push(...(await engine.concerns()))
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    store: createSqlStore(engine),
    engine,
    describe: url ? describeUrl(url) : describeFolder(folder),
    concerns,
    close: engine.close,
  }
}

/** Without this constraint a retried event would count twice. */
async function refuseDoubleEvents(engine: Engine): Promise<void> {
  if (await engine.hasUniqueIndex('event_keys', ['team_id', 'source', 'event_id'])) return
  throw new DatabaseRefused(
    'damaged',
    'The database has lost the constraint that keeps an event from counting twice. Restore a backup, or make the primary key of event_keys again.',
  )
}

function describeUrl(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `PostgreSQL ${hostname || 'localhost'}${port ? `:${port}` : ''}${pathname}`
}

function describeFolder(folder: string): string {
  return folder === ':memory:' ? 'SQLite in memory' : `SQLite in ${resolve(folder)}`
}
