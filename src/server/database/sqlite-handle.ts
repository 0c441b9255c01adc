import { DatabaseSync } from 'node:sqlite'

/** SQLite's own wait stops the whole thread, so it is short; `begin` waits without it. */
const BUSY_MS = 50

const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma cell_size_check = on;
  pragma temp_store = memory;
  pragma cache_size = -65536;
  pragma wal_autocheckpoint = 4000;
  pragma journal_size_limit = 67108864;
`

/** What was committed is on the disk. */
export function openHandle(path: string): DatabaseSync {
  const handle = new DatabaseSync(path, { timeout: BUSY_MS })
  handle.exec(PRAGMAS)
  return handle
}
