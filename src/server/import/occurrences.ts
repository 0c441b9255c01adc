import { hash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

export type Occurrences = {
  /** An id made from the row's cells, and from how many equal rows came before it. */
  idOf: (cells: readonly string[]) => string
  close: () => void
}

/**
 * Makes ids for rows that have none: the same for the same file, so that importing it again gives
 * duplicates, and different for equal rows, so that each of them counts. The counts are in a
 * temporary file of SQLite's, as memory must not grow with the file.
 */
export function countOccurrences(): Occurrences {
  const db = new DatabaseSync('')
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8192')
  db.exec('create table seen (hash blob primary key, times integer not null) without rowid, strict')
  db.exec('begin')
  const add = db.prepare(
    'insert into seen values (?, 1) on conflict do update set times = times + 1 returning times',
  )
  return {
    idOf: (cells) => {
      const digest = hash('sha256', JSON.stringify(cells), 'buffer').subarray(0, 16)
      return `${digest.toString('hex')}-${add.get(digest)?.times}`
    },
    close: () => db.close(),
  }
}
