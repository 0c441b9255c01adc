import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '#api/ports.ts'
import { DatabaseRefused } from '#server/database/errors.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { aCharge, aMember, aRollup, aTeam, withMembers } from '#test/contract/store-records.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

let temporary: ReturnType<typeof temporaryFolder>
let folder: string
let file: string
const opened: OpenDatabase[] = []

beforeEach(() => {
  temporary = temporaryFolder()
  folder = join(temporary.path, 'data')
  file = join(folder, 'headroom.sqlite')
})

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
  temporary.remove()
})

async function open(role: 'server' | 'tool' = 'server'): Promise<OpenDatabase> {
  const database = await openDatabase({ folder, role })
  opened.push(database)
  return database
}

async function close(database: OpenDatabase): Promise<void> {
  opened.splice(opened.indexOf(database), 1)
  await database.close()
}

/** Refused, and left exactly as it was. */
async function expectRefused(reason: DatabaseRefused['reason'], message: RegExp): Promise<void> {
  const before = readFileSync(file)
  const refusal = await openDatabase({ folder, role: 'server' }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseRefused)
  expect(refusal).toMatchObject({ reason, message: expect.stringMatching(message) })
  expect(readFileSync(file).equals(before)).toBe(true)
}

async function filled(): Promise<void> {
  const database = await open()
  await database.store.createTeam(aTeam({}))
  await withMembers(
    database.store.team('team'),
    Array.from({ length: 500 }, (_, n) => aMember(`member-${n}`)),
  )
  await close(database)
}

describe('the folder', () => {
  test('is for its owner only, and so is each file in it', async () => {
    const database = await open()
    await database.store.createTeam(aTeam({}))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of ['headroom.sqlite', 'headroom.sqlite-wal', 'server.lock']) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600)
    }
    expect(database.describe).toBe(`SQLite in ${folder}`)
  })

  test('holds the same data after the next start', async () => {
    await filled()
    const database = await open()
    expect(await database.store.teams()).toEqual([aTeam({})])
    expect(await database.store.team('team').countMembers(0)).toBe(500)
    expect(existsSync(`${file}.new`)).toBe(false)
  })

  test('is used by one server at a time', async () => {
    const first = await open()
    await expectRefused('in-use', /Another Headroom server is using .*data/)
    await close(first)
    await open()
  })

  test('is written by a tool beside the server, and each sees what the other wrote', async () => {
    const server = await open()
    await server.store.createTeam(aTeam({}))
    const tool = await open('tool')
    await withMembers(tool.store.team('team'), [aMember('ann')])
    await withMembers(server.store.team('team'), [aMember('bob')])
    expect(await server.store.team('team').countMembers(0)).toBe(2)
    expect(await tool.store.team('team').countMembers(0)).toBe(2)
  })

  test('is not kept from a server by a tool', async () => {
    await open('tool')
    await open()
  })

  test('is made whole: a first start that died is begun again', async () => {
    await filled()
    const half = readFileSync(file).subarray(0, 8_192)
    const other = join(temporary.path, 'other')
    folder = other
    file = join(other, 'headroom.sqlite')
    await close(await open())
    writeFileSync(`${file}.new`, half)
    const { rmSync } = await import('node:fs')
    rmSync(file)
    const database = await open()
    expect(await database.store.teams()).toEqual([])
  })
})

describe('a damaged file is refused with the cause, and never replaced', () => {
  test('cut to nothing', async () => {
    await filled()
    truncateSync(file, 0)
    await expectRefused('damaged', /damaged: it does not begin as an SQLite database/)
  })

  test('cut in half', async () => {
    await filled()
    truncateSync(file, statSync(file).size / 2)
    await expectRefused('damaged', /damaged: .*malformed/)
  })

  test('another file in its place', async () => {
    await close(await open())
    writeFileSync(file, 'id,name\n1,Ann\n'.repeat(500))
    await expectRefused('damaged', /damaged: it does not begin as an SQLite database/)
  })

  test("another program's database in its place", async () => {
    await close(await open())
    writeFileSync(file, '')
    const other = new DatabaseSync(file)
    other.exec('create table other (x)')
    other.close()
    await expectRefused('damaged', /it holds no ledger/)
  })

  test('a page overwritten', async () => {
    await filled()
    const handle = openSync(file, 'r+')
    const page = Math.floor(statSync(file).size / 4_096 / 2)
    writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, page * 4_096)
    await expectRefused('damaged', /damaged: /)
  })

  test('without the constraint that keeps events apart', async () => {
    await filled()
    const handle = new DatabaseSync(file)
    handle.exec(`create table lost as select * from event_keys;
      drop table event_keys;
      alter table lost rename to event_keys`)
    handle.close()
    await expectRefused('damaged', /counting twice/)
  })

  test('written by a newer version', async () => {
    await filled()
    const handle = new DatabaseSync(file)
    handle.exec(`insert into kysely_migration values ('999-later', '2030-01-01')`)
    handle.close()
    await expectRefused('newer', /newer version/)
  })
})

describe('a write that cannot be done', () => {
  test('on a full disk changes nothing, says so, and works again with room', async () => {
    const engine = await openSqlite({ folder: ':memory:', role: 'server' })
    const store = createSqlStore(engine)
    await store.createTeam(aTeam({}))
    const team = store.team('team')
    await withMembers(team, [aMember('first')])
    const limit = async (pages: number) => {
      await engine.ofServer.transact(async (db) => {
        const { sql } = await import('kysely')
        await sql.raw(`pragma max_page_count = ${pages}`).execute(db)
      })
    }
    await limit(1)
    const many = Array.from({ length: 5_000 }, (_, n) => aMember(`m-${n}`))
    const failure = await withMembers(team, many).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StoreUnavailable)
    expect(failure).toMatchObject({ message: 'the database cannot be used: the disk is full' })
    expect(await team.countMembers(0)).toBe(1)
    await limit(1_000_000)
    await withMembers(team, many)
    expect(await team.countMembers(0)).toBe(5_001)
    await engine.close()
  })

  test('waits for another process without stopping this one', async () => {
    const { store } = await open()
    await store.createTeam(aTeam({}))
    const other = new DatabaseSync(file)
    other.exec('begin immediate')
    let ticks = 0
    const clock = setInterval(() => ticks++, 5)
    const writing = withMembers(store.team('team'), [aMember('ann')])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await store.team('team').countMembers(0)).toBe(0)
    other.exec('commit')
    other.close()
    await writing
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(2)
    expect(await store.team('team').countMembers(0)).toBe(1)
  })

  test('after closing is unavailable', async () => {
    const database = await open()
    await database.store.createTeam(aTeam({}))
    await close(database)
    await expect(withMembers(database.store.team('team'), [])).rejects.toThrow(StoreUnavailable)
  })

  test('of credits below zero is refused by the database itself', async () => {
    const { store } = await open()
    await store.createTeam(aTeam({}))
    const write = store.team('team').write((tx) => tx.addRollups([aRollup({ credits: -1 })]))
    await expect(write).rejects.toThrow(/CHECK constraint failed/)
  })
})

describe('a server killed at any time', () => {
  test('has kept what it acknowledged, wholly, and the next one starts', async () => {
    await filled()
    for (let round = 0; round < 3; round++) {
      const child = fork(join(import.meta.dirname, 'writer.ts'), [folder], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      let acknowledged = 0
      child.on('message', (charge) => {
        acknowledged = Number(charge)
      })
      while (acknowledged < 50 * (round + 1)) await once(child, 'message')
      child.kill('SIGKILL')
      await once(child, 'exit')
      const database = await open()
      const page = await database.store.team('team').chargePage({
        resource: 'flows',
        from: 0,
        to: Number.MAX_SAFE_INTEGER,
        limit: 1,
      })
      const kept = page.rows[0]?.charge ?? 0
      expect(kept).toBeGreaterThanOrEqual(acknowledged)
      // Whole batches only, and the rollups with them.
      expect(kept % 10).toBe(0)
      expect(page.matching.charges).toBe(kept)
      const days = [{ start: 0, end: 4e12 }]
      const use = await database.store
        .team('team')
        .dailyUse({ holders: [''], resources: ['flows'], days })
      expect(use[0]?.credits).toBe(page.matching.credits)
      await close(database)
    }
  })
})

test('an event of a size past a page is kept whole', async () => {
  const { store } = await open()
  await store.createTeam(aTeam({}))
  const event = JSON.stringify({ text: 'é'.repeat(100_000) })
  await store.team('team').write((tx) => tx.addCharges([aCharge(1, { event })]))
  const page = { resource: 'flows', from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1 } as const
  const { rows } = await store.team('team').chargePage(page)
  expect(rows[0]?.event).toBe(event)
})
