import type { Kysely, RawBuilder } from 'kysely'
import type pg from 'pg'
import type { InsertPlan } from './insert-plans.ts'
import type { Schema } from './schema.ts'

export type Db = Kysely<Schema>

/** What differs between the databases; every query above it is written once. */
export type Engine = {
  /** Sees what is committed; for reads outside a transaction. */
  db: Db
  /** Runs reads as of one moment. */
  snapshot: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction, again from the start where the database asks for it. */
  transact: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** Whether a row is locked by `for update`; else a transaction is alone on the database. */
  locksRows: boolean
  insert: <T extends keyof Schema>(
    db: Db,
    plan: InsertPlan<T>,
    rows: readonly Schema[T][],
  ) => Promise<void>
  /**
   * A JSON array of arrays as a table `name` with one column `value`. It makes statements whose
   * text is the same for any number of keys.
   */
  each: (rows: readonly (readonly (string | number)[])[], name: string) => RawBuilder<unknown>
  /** Whether no two rows of the table can agree in all of `columns`. */
  hasUniqueIndex: (table: keyof Schema, columns: readonly string[]) => Promise<boolean>
  /** Of PostgreSQL: for a library that brings queries of its own. */
  pool?: pg.Pool
  close: () => Promise<void>
}
