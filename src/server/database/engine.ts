import type { Kysely, RawBuilder } from 'kysely'
import type pg from 'pg'
import type { InsertPlan } from './insert-plans.ts'
import type { Months } from './months.ts'
import type { Reach } from './postgres-reach.ts'
import type { Schema } from './schema.ts'
import type { EveryTeamTable } from './team-wall.ts'

export type Db = Kysely<Schema>

/**
 * Statements on the rows of one owner. In PostgreSQL they see and write no others, whatever they say;
 * in SQLite what they say is all.
 */
export type Rows = {
  /** Sees what is committed; for reads outside a transaction. */
  db: Db
  /** Runs reads as of one moment. */
  snapshot: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction, again from the start where the database asks for it. */
  transact: <T>(work: (db: Db) => Promise<T>) => Promise<T>
}

/** Reads over all teams, of the few tables that are asked that; it can't write. */
export type EveryTeam = Pick<Kysely<Pick<Schema, EveryTeamTable>>, 'selectFrom'>

export type TableName = { name: string; columns: readonly string[] }

/** Takes statements that are made elsewhere. */
export type Statements = Pick<Kysely<unknown>, 'executeQuery' | 'getExecutor'>

/** A table as the database has it. */
export type TableShape = { name: string; columns: readonly string[]; key: readonly string[] }

/** Cells of rows, in the order of some columns. */
export type Cells = readonly (readonly unknown[])[]

/** The whole database in one transaction: whose rows its statements see and write is said anew each time. */
export type Whole = {
  within: (reach: Reach | 'no-team', work: (db: Db) => Promise<void>) => Promise<void>
  insert: (table: TableShape, rows: Cells) => Promise<void>
}

/** What differs between the databases; every query above it is written once. */
export type Engine = {
  ofTeam: (team: string) => Rows
  /** What is of the whole server: rows whose `team_id` is empty. */
  ofServer: Rows
  ofEveryTeam: EveryTeam
  /** For tables that belong to no team; no row of a team is seen. */
  ofNoTeam: {
    db: Statements
    transact: <T>(work: (db: Statements) => Promise<T>) => Promise<T>
  }
  /** Whether a row is locked by `for update`; else a transaction is alone on the database. */
  locksRows: boolean
  insert: <T extends keyof Schema>(
    db: Db,
    plan: InsertPlan<T>,
    rows: readonly Schema[T][],
  ) => Promise<void>
  /** Any number of `rows` as a table, in a statement whose text is the same for all of them. */
  each: (rows: readonly (readonly string[])[], as: TableName) => RawBuilder<unknown>
  /** Whether no two rows of the table can agree in all of `columns`. */
  hasUniqueIndex: (table: keyof Schema, columns: readonly string[]) => Promise<boolean>
  /** Every table that a copy of the database must have. */
  tables: () => Promise<TableShape[]>
  /** For copies: reads as of one moment, and writes as one transaction. */
  readWhole: <T>(work: (whole: Pick<Whole, 'within'>) => Promise<T>) => Promise<T>
  writeWhole: <T>(work: (whole: Whole) => Promise<T>) => Promise<T>
  /**
   * Overwrites what was deleted, as far as the database can.
   *
   * @returns whether it did: not while others read
   */
  vacuum: () => Promise<boolean>
  /**
   * After many rows were written at once: has PostgreSQL count them. Until it does, by itself within a minute or
   * so, it plans as if a team had one row, and lists of many members take seconds. SQLite's plans need no counts.
   */
  analyze: () => Promise<void>
  /** What the operator should mend, although all works: sentences. */
  concerns: () => Promise<string[]>
  /** Of PostgreSQL: charges by month. SQLite has them in one table. */
  months?: Months
  /** Of PostgreSQL: for a library that brings queries of its own. */
  pool?: pg.Pool
  close: () => Promise<void>
}
