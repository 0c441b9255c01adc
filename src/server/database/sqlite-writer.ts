import { Worker } from 'node:worker_threads'
import { StoreUnavailable } from '#api/ports.ts'
import type { Cell } from './insert-plans.ts'

export type Question =
  | { kind: 'run'; text: string; parameters: readonly unknown[] }
  | { kind: 'insert'; text: string; rows: readonly (readonly Cell[])[] }
  /** Ends a transaction that was left open. */
  | { kind: 'settle' }
  | { kind: 'close' }
/** Without a number where nobody waits for the answer. */
export type Asked = { id?: number; questions: readonly Question[] }
export type Answered<Row> = {
  rows: Row[]
  changes?: number | bigint
  lastInsertRowid?: number | bigint
}
export type Failed = { failed: { message: string; errcode: unknown; code: unknown } }
/** Rows of whatever type the statement selects: who made the statement knows. */
type Reply = { id: number } & (Answered<never> | Failed)

/** One after the other, in one go: the answer is the last's, or says what was wrong with the first that failed. */
type Ask = (...questions: readonly Question[]) => Promise<Answered<never>>

/** A connection in a thread of its own, so that nothing else waits while it writes to the disk. */
export type Writer = {
  ask: Ask
  /** Without waiting: what fails is what the next question is answered with, until one that settles. */
  tell: (...questions: readonly Question[]) => void
  close: () => Promise<void>
}

/** @param onEnd is called when a thread ends: a transaction that it was in is gone */
export function startWriter(path: string, onEnd: () => void = () => {}): Writer {
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
      onEnd()
      for (const { reject } of waiting.values()) reject(ended(cause))
      waiting.clear()
    })
    return started
  }

  const ask: Ask = (...questions) => {
    if (isClosed) return Promise.reject(ended(undefined))
    // One that died, for want of memory, say, is followed by another.
    thread ??= start()
    const waits = Promise.withResolvers<Answered<never>>()
    const id = ++asked
    waiting.set(id, waits)
    thread.postMessage({ id, questions } satisfies Asked)
    return waits.promise
  }
  return {
    ask,
    tell: (...questions) => {
      // Before a thread that died is followed by another, its end is told to whoever waits.
      if (!isClosed) thread?.postMessage({ questions } satisfies Asked)
    },
    close: async () => {
      if (isClosed) return
      const last = ask({ kind: 'close' })
      isClosed = true
      await last
    },
  }
}

function errorOf({ failed: { message, errcode, code } }: Failed): Error {
  return Object.assign(new Error(message), { errcode, code })
}

export function ended(cause: unknown): StoreUnavailable {
  return new StoreUnavailable('the database is closed', { cause })
}
