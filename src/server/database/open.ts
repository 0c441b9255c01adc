import type { Store } from '#api/ports.ts'

export type OpenOptions = {
  /** A PostgreSQL connection string; without one, SQLite in `folder`. */
  url?: string | undefined
  folder: string
  /** Only one `server` may have a folder open; any `tool` may write beside it. */
  role: 'server' | 'tool'
}

export type OpenDatabase = {
  store: Store
  /** Where the data is, for people; holds no password. */
  describe: string
  close: () => Promise<void>
}

/** Opens the database, made and migrated if it is new. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  throw new Error(`not built yet: ${options.role}`)
}
