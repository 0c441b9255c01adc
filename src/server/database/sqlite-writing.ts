import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Db } from './engine.ts'
import { guarded } from './guard.ts'
import type { Cell } from './insert-plans.ts'
import type { Schema } from './schema.ts'
import { translateSqliteError } from './sqlite-errors.ts'
import { openHandle } from './sqlite-handle.ts'
import { cachedStatements, kyselyDatabase } from './sqlite-statements.ts'
import { ended, type Question, startWriter } from './sqlite-writer.ts'

/** The one connection that writes, in this thread or in one of its own. */
export type Writing = {
  db: Db
  /** What comes next is no part of what was before: a transaction that was left open is ended. */
  anew: () => void
  insert: (text: string, rows: readonly (readonly Cell[])[]) => Promise<void>
  rollBack: () => Promise<void>
  close: () => Promise<void>
}

/** Characters of parameters beyond which a statement is work for the other thread. */
const SHORT = 1_000
/** Rows that are worth a message of their own, so that they are written while more are made. */
const MANY_ROWS = 200
const BESIDE_CACHE_KIB = 8_192

/**
 * Of a transaction: `beginning` until its first answer; `gone` with the thread that it was in. What is
 * between two counts as the end of the first.
 */
type Stage = 'beginning' | 'reading' | 'writing' | 'gone'

/**
 * Writes from a thread of its own. Each answer of it waits for a turn of this one, which has requests
 * to serve meanwhile; so a transaction asks it seldom:
 *
 * - what it reads before it writes is read here: nobody else writes by then, so what is committed is
 *   what it would see itself;
 * - what it inserts is not waited for: many rows are sent at once, few go along with whatever it asks
 *   next, its commit at the latest. Where an insert fails, that is what the next question is told.
 */
export function writingInItsThread(path: string): Writing {
  let noted: Question[] = []
  let stage: Stage = 'beginning'
  const { ask, tell, close } = startWriter(path, () => {
    stage = 'gone'
  })
  const beside = readingBeside(path)

  const askWithNoted = (question: Question) => {
    const questions = [...noted, question]
    noted = []
    return ask(...questions)
  }

  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const { sql: text, parameters } = query
      const isRead = query.query.kind === 'SelectQueryNode'
      // Another thread would take the rest of it for statements of their own.
      if (stage === 'gone') throw ended(undefined)
      if (isRead && stage === 'reading' && isShort(parameters)) {
        return (await beside.connection).executeQuery<R>(query)
      }
      if (!isRead && stage === 'reading') stage = 'writing'
      const answered = await askWithNoted({ kind: 'run', text, parameters })
      if (stage === 'beginning') stage = 'reading'
      const { rows, changes, lastInsertRowid } = answered
      return {
        rows,
        ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }),
        ...(lastInsertRowid === undefined ? {} : { insertId: BigInt(lastInsertRowid) }),
      }
    },
    streamQuery: streamsNothing,
  }

  return {
    db: new Kysely<Schema>({
      dialect: guarded(dialectOf(connection), { translate: translateSqliteError, isSeen: true }),
    }),
    anew: () => {
      noted = [{ kind: 'settle' }]
      stage = 'beginning'
    },
    insert: async (text, rows) => {
      if (stage === 'gone') throw ended(undefined)
      stage = 'writing'
      noted.push({ kind: 'insert', text, rows })
      if (rows.length < MANY_ROWS) return
      tell(...noted)
      noted = []
    },
    rollBack: async () => {
      noted = []
      await ask({ kind: 'settle' })
    },
    close: async () => {
      beside.close()
      await close()
    },
  }
}

type Beside = { connection: Promise<DatabaseConnection>; close: () => void }

function readingBeside(path: string): Beside {
  const handle = openHandle(path)
  handle.exec(`pragma query_only = on; pragma cache_size = -${BESIDE_CACHE_KIB}`)
  const database = kyselyDatabase(handle, cachedStatements(handle))
  const driver = new SqliteDialect({ database }).createDriver()
  return {
    connection: driver.init().then(() => driver.acquireConnection()),
    close: () => {
      if (handle.isOpen) handle.close()
    },
  }
}

function isShort(parameters: readonly unknown[]): boolean {
  let length = 0
  for (const each of parameters) length += typeof each === 'string' ? each.length : 0
  return length <= SHORT
}

/** For Kysely: one connection, which one has after the other. */
function dialectOf(connection: DatabaseConnection): Dialect {
  let last: Promise<void> = Promise.resolve()
  let release = () => {}
  const run = (text: string) => async () => {
    await connection.executeQuery(CompiledQuery.raw(text))
  }
  return {
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => {
        const before = last
        const mine = Promise.withResolvers<void>()
        last = mine.promise
        await before
        release = mine.resolve
        return connection
      },
      beginTransaction: run('begin immediate'),
      commitTransaction: run('commit'),
      rollbackTransaction: run('rollback'),
      releaseConnection: async () => release(),
      // Whoever started the writer ends it.
      destroy: async () => {},
    }),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function streamsNothing(): never {
  throw new Error('nothing is streamed from the database')
}
