import type { Db } from './engine.ts'

/** What transactions have sent and not waited for. */
const underWay = new WeakMap<Db, Promise<unknown>[]>()

/**
 * Does `work`, whose inserts go to PostgreSQL while what comes after them is made. All of them are done,
 * or one of them is what it fails with, before the transaction ends.
 */
export async function writingAhead<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  const sent: Promise<unknown>[] = []
  underWay.set(db, sent)
  const result = await work(db)
  await Promise.all(sent)
  return result
}

/** To be called for what a transaction writes and needs no answer of; outside of one it is waited for. */
export async function sentAhead(db: Db, written: Promise<unknown>): Promise<void> {
  const sent = underWay.get(db)
  if (!sent) {
    await written
    return
  }
  // Whoever waits for all of them is told.
  written.catch(() => {})
  sent.push(written)
}
