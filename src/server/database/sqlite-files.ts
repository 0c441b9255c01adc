import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseRefused } from './errors.ts'

export type Lock = { release: () => void }

/** Long enough for another process to end its write. */
const READ_WAIT_MS = 2_000

/** Checking reads about 1 GB/s: past this size a start would wait for seconds. */
const CHECKED_BYTES = 256 * 1024 * 1024

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')

/**
 * Only the user who runs the server may look into its folder.
 * @throws DatabaseRefused where there can be none
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return
    throw new DatabaseRefused('unreachable', `${folder} is a file; the data needs a folder.`)
  }
  makeFolder(dirname(folder))
  try {
    // One at a time: Node's own way to make several never ends where the system makes none.
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    throw new DatabaseRefused(
      'unreachable',
      `The folder ${folder} for the data can't be made: ${messageOf(error)}`,
      { cause: error },
    )
  }
}

/**
 * A lock that is gone when the process is, however it ends: an exclusive transaction on a file of
 * its own, which the operating system releases.
 */
export function tryLock(path: string, waitMs: number): Lock | undefined {
  if (!existsSync(path)) createPrivate(path)
  const handle = new DatabaseSync(path, { timeout: waitMs })
  try {
    handle.exec('begin exclusive')
    return { release: () => handle.close() }
  } catch {
    handle.close()
    return undefined
  }
}

/**
 * Makes a new database beside its place and moves it there when it is whole, so that a first start
 * that dies leaves nothing that looks like a database.
 */
export async function createWhole(
  path: string,
  create: (path: string) => Promise<void>,
): Promise<void> {
  const unfinished = `${path}.new`
  for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true })
  createPrivate(unfinished)
  await create(unfinished)
  renameSync(unfinished, path)
  syncFolder(dirname(path))
}

/** Refuses a file that is no whole database, before anything could be written to it. */
export function refuseDamaged(path: string, options: { deep: boolean }): void {
  if (!hasMagic(path)) throw damaged(path, 'it does not begin as an SQLite database does')
  const handle = new DatabaseSync(path, { readOnly: true, timeout: READ_WAIT_MS })
  try {
    const tables = handle.prepare('select name from sqlite_schema').all()
    if (!tables.some((table) => table.name === 'charges')) {
      throw damaged(path, 'it holds no ledger')
    }
    if (options.deep && statSync(path).size <= CHECKED_BYTES) quickCheck(handle, path)
  } catch (error) {
    throw error instanceof DatabaseRefused ? error : damaged(path, messageOf(error), error)
  } finally {
    handle.close()
  }
}

export function isThere(path: string): boolean {
  return existsSync(path)
}

/** SQLite gives the files it makes beside this one the same mode. */
function createPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
}

function quickCheck(handle: DatabaseSync, path: string): void {
  const answer = handle.prepare('pragma quick_check(1)').get()?.quick_check
  if (answer !== 'ok') throw damaged(path, String(answer))
}

function hasMagic(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(MAGIC.length)
    return readSync(file, start, 0, MAGIC.length, 0) === MAGIC.length && start.equals(MAGIC)
  } finally {
    closeSync(file)
  }
}

function damaged(path: string, cause: string, error?: unknown): DatabaseRefused {
  return new DatabaseRefused(
    'damaged',
    `The database ${path} is damaged: ${cause}. It was left as it is; restore a backup in its place.`,
    { cause: error },
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
