import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'

/** Statements whose text holds no lists are few; the others must not pile up. */
const MAX_CACHED = 300

export type Statements = (text: string) => { statement: StatementSync; reader: boolean }

/** Prepares each text once: parsing it again would cost more than running it. */
export function cachedStatements(handle: DatabaseSync): Statements {
  const cache = new Map<string, ReturnType<Statements>>()
  return (text) => {
    const known = cache.get(text)
    if (known) return known
    const statement = handle.prepare(text)
    const prepared = { statement, reader: statement.columns().length > 0 }
    if (cache.size >= MAX_CACHED) cache.clear()
    cache.set(text, prepared)
    return prepared
  }
}

/** `node:sqlite` in the form that Kysely's dialect takes. */
export function kyselyDatabase(handle: DatabaseSync, statements: Statements): SqliteDatabase {
  return {
    close: () => handle.close(),
    prepare: (text) => {
      const { statement, reader } = statements(text)
      return {
        reader,
        all: (parameters) => statement.all(...parameters.map(bindable)),
        run: (parameters) => statement.run(...parameters.map(bindable)),
        iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
      }
    },
  }
}

export function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return value
  throw new TypeError(`no parameter of a statement: ${typeof value}`)
}
