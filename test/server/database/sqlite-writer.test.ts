import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '#api/ports.ts'
import { startWriter, type Writer } from '#server/database/sqlite-writer.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

let folder: ReturnType<typeof temporaryFolder>
let path: string
let writer: Writer
const threads: Worker[] = []
const keep = (thread: Worker) => threads.push(thread)

beforeEach(async () => {
  process.on('worker', keep)
  folder = temporaryFolder()
  path = join(folder.path, 'some.sqlite')
  writer = startWriter(path)
  await run('create table things (name text primary key)')
})

afterEach(async () => {
  await writer.close()
  process.off('worker', keep)
  threads.length = 0
  folder.remove()
})

const run = (text: string, parameters: readonly unknown[] = []) =>
  writer.ask({ kind: 'run', text, parameters })

const insert = (...names: string[]) => insertAll(names)

const insertAll = (names: readonly string[]) =>
  writer.ask({
    kind: 'insert',
    text: 'insert into things values (?)',
    rows: names.map((name) => [name]),
  })

function committed(): unknown[] {
  const handle = new DatabaseSync(path, { readOnly: true })
  const rows = handle.prepare('select name from things order by name').all()
  handle.close()
  return rows.map(({ name }) => name)
}

describe('the thread that writes', () => {
  test('gives what a statement selects, and how many rows it changed', async () => {
    await insert('a', 'b', 'c')
    expect(await run('delete from things where name > ?', ['a'])).toMatchObject({ changes: 2 })
    expect(await run('select name from things')).toMatchObject({ rows: [{ name: 'a' }] })
    expect(committed()).toEqual(['a'])
  })

  test('says what SQLite says of a statement that it refuses, and goes on', async () => {
    const failure = await insert('a', 'b', 'a').catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: expect.stringContaining('UNIQUE'), errcode: 1_555 })
    await insert('c')
    expect(committed()).toEqual(['a', 'b', 'c'])
  })

  test('ends a transaction that was left open', async () => {
    await run('begin immediate')
    await insert('a')
    await writer.ask({ kind: 'settle' })
    await run('begin immediate')
    await insert('b')
    await run('commit')
    expect(committed()).toEqual(['b'])
  })

  test('that dies is followed by another; what it had not committed is gone', async () => {
    await insert('a')
    await run('begin immediate')
    await insert('b')
    const many = Array.from({ length: 200_000 }, (_, n) => `c${n}`)
    const asked = insertAll(many).catch((error: unknown) => error)
    await threads[0]?.terminate()
    expect(await asked).toBeInstanceOf(StoreUnavailable)
    await insert('d')
    expect(threads).toHaveLength(2)
    expect(committed()).toEqual(['a', 'd'])
  })

  test('answers nothing more once it is closed', async () => {
    await writer.close()
    await expect(insert('a')).rejects.toThrow(StoreUnavailable)
    await writer.close()
  })
})
