import { Worker } from 'node:worker_threads'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { StoreUnavailable } from '#api/ports.ts'
import type { Cell } from './insert-plans.ts'

type Question =
  | { kind: 'run'; text: string; parameters: readonly unknown[] }
  | { kind: 'insert'; text: string; rows: readonly (readonly Cell[])[] }
  /** Ends a transaction that was left open. */
  | { kind: 'settle' }
  | { kind: 'close' }
export type Asked = Question & { id: number }
export type Answered<Row> = {
  rows: Row[]
  changes?: number | bigint
  lastInsertRowid?: number | bigint
}
export type Failed = { failed: { message: string; errcode: unknown; code: unknown } }
/** Rows of whatever type the statement selects: who made the statement knows. */
type Reply = { id: number } & (Answered<never> | Failed)

type Ask = (question: Question) => Promise<Answered<never>>

/** A connection in a thread of its own, so that nothing else waits while it writes to the disk. */
export type Writer = {
  ask: Ask
  close: () => Promise<void>
}

export function startWriter(path: string): Writer {
  const waiting = new Map<number, PromiseWithResolvers<Answered<never>>>()
  let asked = 0
  let thread: Worker | undefined
  let isClosed = false

  const start = (): Worker => {
    const started = new Worker(new URL('./sqlite-thread.ts', import.meta.url), {
      workerData: path,
      // Not those of a test runner.
      execArgv: ['--no-warnings'],
    })
    started.on('message', (reply: Reply) => {
      const { id } = reply
      const waits = waiting.get(id)
      waiting.delete(id)
      if ('failed' in reply) waits?.reject(errorOf(reply))
      else waits?.resolve(reply)
    })
    let cause: unknown
    started.on('error', (error) => {
      cause = error
    })
    started.on('exit', () => {
      thread = undefined
      for (const { reject } of waiting.values()) reject(ended(cause))
      waiting.clear()
    })
    return started
  }

  const ask: Ask = (question) => {
    if (isClosed) return Promise.reject(ended(undefined))
    // One that died, for want of memory, say, is followed by another.
    thread ??= start()
    const waits = Promise.withResolvers<Answered<never>>()
    const id = ++asked
    waiting.set(id, waits)
    thread.postMessage({ id, ...question } satisfies Asked)
    return waits.promise
  }
  return {
    ask,
    close: async () => {
      if (isClosed) return
      const last = ask({ kind: 'close' })
      isClosed = true
      await last
    },
  }
}

/** For Kysely: one connection, which one has after the other. */
export function writerDialect({ ask }: Pick<Writer, 'ask'>): Dialect {
  const connection = connectionOf(ask)
  let last: Promise<void> = Promise.resolve()
  let release = () => {}
  const run = (text: string) => async () => {
    await ask({ kind: 'run', text, parameters: [] })
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

function connectionOf(ask: Ask): DatabaseConnection {
  return {
    executeQuery: async <R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
      const { rows, changes, lastInsertRowid } = await ask({ kind: 'run', text, parameters })
      return {
        rows,
        ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }),
        ...(lastInsertRowid === undefined ? {} : { insertId: BigInt(lastInsertRowid) }),
      }
    },
    streamQuery: () => {
      throw new Error('nothing is streamed from the database')
    },
  }
}

function errorOf({ failed: { message, errcode, code } }: Failed): Error {
  return Object.assign(new Error(message), { errcode, code })
}

function ended(cause: unknown): StoreUnavailable {
  return new StoreUnavailable('the database is closed', { cause })
}
