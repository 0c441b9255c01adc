import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '#api/ports.ts'
import { type Writing, writingInItsThread } from '#server/database/sqlite-writing.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

let folder: ReturnType<typeof temporaryFolder>
let path: string
let writing: Writing
const threads: Worker[] = []
const keep = (thread: Worker) => threads.push(thread)
const INSERT = 'insert into settings values (?, ?, ?)'

beforeEach(async () => {
  process.on('worker', keep)
  folder = temporaryFolder()
  path = join(folder.path, 'some.sqlite')
  writing = writingInItsThread(path)
  await run('create table settings (team_id text, name text primary key, value text)')
})

afterEach(async () => {
  await writing.close()
  process.off('worker', keep)
  threads.length = 0
  folder.remove()
})

const run = (text: string) => sql.raw(text).execute(writing.db)

async function begin(): Promise<void> {
  writing.anew()
  await run('begin immediate')
}

const insert = (...names: string[]) =>
  writing.insert(
    INSERT,
    names.map((name) => ['acme', name, '']),
  )

/** As a transaction reads them; with so many names in its text, or few. */
async function seen(among: readonly string[] = ['a', 'b', 'c']): Promise<string[]> {
  const rows = await writing.db
    .selectFrom('settings')
    .select('name')
    .where('team_id', '=', 'acme')
    .where('name', 'in', among)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}

function elsewhere(text: string): unknown[] {
  const handle = new DatabaseSync(path)
  const rows = handle.prepare(text).all()
  handle.close()
  return rows
}

const committed = () => elsewhere('select name from settings').length

describe('a transaction written in another thread', () => {
  test('reads what was committed before it, also by another process', async () => {
    elsewhere("insert into settings values ('acme', 'a', '')")
    await begin()
    expect(await seen()).toEqual(['a'])
    await run('commit')
    elsewhere("insert into settings values ('acme', 'b', '')")
    await begin()
    expect(await seen()).toEqual(['a', 'b'])
    await writing.rollBack()
  })

  test('reads what it inserted itself, by a long statement and by a short one', async () => {
    await begin()
    expect(await seen()).toEqual([])
    await insert('a', 'b')
    expect(await seen()).toEqual(['a', 'b'])
    await insert('c')
    expect(await seen([...'abc', 'x'.repeat(2_000)])).toEqual(['a', 'b', 'c'])
    expect(committed()).toBe(0)
    await run('commit')
    expect(committed()).toBe(3)
  })

  test('reads what it updated itself', async () => {
    await begin()
    await insert('a')
    await run('commit')
    await begin()
    await writing.db
      .updateTable('settings')
      .set({ name: 'b' })
      .where('team_id', '=', 'acme')
      .execute()
    expect(await seen()).toEqual(['b'])
    await writing.rollBack()
    await begin()
    expect(await seen()).toEqual(['a'])
    await writing.rollBack()
  })

  test('that cannot insert something commits nothing', async () => {
    await begin()
    await insert('a')
    await insert('a')
    await expect(run('commit')).rejects.toThrow('UNIQUE')
    await writing.rollBack()
    expect(committed()).toBe(0)
  })

  test('is told of many rows that nobody waited for, and the next one is not', async () => {
    const many = Array.from({ length: 300 }, (_, n) => `many-${n}`)
    await begin()
    await insert(...many, 'a', 'a')
    await insert('b')
    await expect(seen()).rejects.toThrow('UNIQUE')
    await expect(run('commit')).rejects.toThrow('UNIQUE')
    await writing.rollBack()
    await begin()
    await insert(...many, 'a')
    await run('commit')
    expect(committed()).toBe(301)
  })

  test('left open ends with the next one, and what was noted is not written', async () => {
    await begin()
    await insert('a')
    await seen()
    await insert('b')
    await begin()
    await insert('c')
    await run('commit')
    expect(elsewhere('select name from settings')).toMatchObject([{ name: 'c' }])
  })

  test('whose thread dies is gone: the next thread does nothing of it', async () => {
    await begin()
    await insert('a')
    expect(await seen()).toEqual(['a'])
    await threads[0]?.terminate()
    await expect(insert('b')).rejects.toThrow(StoreUnavailable)
    await expect(run("update settings set value = 1 where team_id = 'acme'")).rejects.toThrow(
      StoreUnavailable,
    )
    await begin()
    expect(await seen()).toEqual([])
    await insert('c')
    await run('commit')
    expect(committed()).toBe(1)
  })
})
