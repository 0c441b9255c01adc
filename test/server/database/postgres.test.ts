import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Store, StoreUnavailable } from '#api/ports.ts'
import type { Engine } from '#server/database/engine.ts'
import { openDatabase } from '#server/database/open.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { createSqlStore } from '#server/database/store.ts'
import { aMember, anAccount, aTeam, withMembers } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import { startProxy } from '#test/support/proxy.ts'

let fresh: Awaited<ReturnType<typeof freshPostgres>>
let engine: Engine
let store: Store
let admin: pg.Client
let url: string

beforeAll(async () => {
  fresh = await freshPostgres()
  if ('missing' in fresh) return
  url = fresh.url
  engine = await openPostgres(url)
  store = createSqlStore(engine)
  await store.createTeam(aTeam({ id: 'one' }))
  await store.createTeam(aTeam({ id: 'two' }))
  admin = new pg.Client({ connectionString: url })
  await admin.connect()
})

beforeEach((context) => {
  if ('missing' in fresh) context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
})

afterAll(async () => {
  await admin?.end()
  await engine?.close()
})

async function endAllConnections(): Promise<void> {
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'headroom' and datname = current_database()`)
}

test('the description holds no password', async () => {
  const secret = url.replace('headroom@', 'headroom:secret@')
  const database = await openDatabase({ url: secret, folder: '', role: 'tool' })
  expect(database.describe).toMatch(/^PostgreSQL 127\.0\.0\.1:\d+\/test_\d+$/)
  await database.close()
})

test('many processes may start at once on an empty database', async () => {
  const another = await freshPostgres()
  if ('missing' in another) return
  const open = () => openDatabase({ url: another.url, folder: '', role: 'server' })
  const databases = await Promise.all([open(), open(), open(), open()])
  await databases[0]?.store.createTeam(aTeam({}))
  expect(await databases[3]?.store.teams()).toHaveLength(1)
  await Promise.all(databases.map((database) => database.close()))
})

test('a server that cannot be reached is refused with the cause', async () => {
  const nowhere = 'postgres://headroom@127.0.0.1:9/none'
  await expect(openDatabase({ url: nowhere, folder: '', role: 'server' })).rejects.toMatchObject({
    name: 'DatabaseRefused',
    reason: 'unreachable',
    message: expect.stringContaining('PostgreSQL cannot be reached'),
  })
})

test('a connection lost in a transaction changes nothing, and the next one works', async () => {
  const team = store.team('one')
  const before = await team.countMembers(0)
  const writing = team.write(async (tx) => {
    await tx.addMembers([aMember('lost')])
    await endAllConnections()
    await tx.addMembers([aMember('never')])
  })
  await expect(writing).rejects.toThrow(StoreUnavailable)
  expect(await team.countMembers(0)).toBe(before)
  await withMembers(team, [aMember('later')])
  expect(await team.countMembers(0)).toBe(before + 1)
})

test('a connection lost before the commit changes nothing', async () => {
  const team = store.team('one')
  const before = await team.countMembers(0)
  const writing = team.write(async (tx) => {
    await tx.addMembers([aMember('lost')])
    await endAllConnections()
  })
  await expect(writing).rejects.toThrow(StoreUnavailable)
  expect(await team.countMembers(0)).toBe(before)
})

test('connections lost while idle are not noticed', async () => {
  await store.teams()
  await endAllConnections()
  await expect.poll(() => engine.pool?.totalCount, { timeout: 10_000 }).toBe(0)
  expect(await store.teams()).toHaveLength(2)
})

test('a deadlock is run again, and both get through', async () => {
  let runs = 0
  const lock = (id: string) => sql`select pg_advisory_xact_lock(hashtext(${id}))`
  const both = (first: string, second: string) =>
    engine.ofTeam('one').transact(async (db) => {
      runs++
      await lock(first).execute(db)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await lock(second).execute(db)
      await sql`update teams set decisions = decisions + 1 where team_id = 'one'`.execute(db)
    })
  await Promise.all([both('one', 'two'), both('two', 'one')])
  expect(runs).toBeGreaterThan(2)
  expect(await store.team('one').write((tx) => tx.takeDecisionNumber())).toBe(3)
})

test('more writers than connections wait for their turn', async () => {
  const team = store.team('two')
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => withMembers(team, [aMember(`writer-${n}`)])),
  )
  expect(await team.countMembers(0)).toBe(60)
})

test('a number that JavaScript cannot hold exactly is refused, never rounded', async () => {
  const team = store.team('two')
  await team.write((tx) => tx.saveAccounts([anAccount('big')]))
  await admin.query("set headroom.team = '=two'")
  await admin.query(`update accounts set included = 9007199254740993 where holder = 'big'`)
  await expect(team.accounts([anAccount('big')])).rejects.toThrow('9007199254740993')
})

test('text that PostgreSQL cannot hold becomes text that it can', async () => {
  const team = store.team('two')
  await withMembers(team, [aMember('nul', { name: 'a\0b \ud83d c \\u0000 🙂' })])
  expect((await team.members(['nul']))[0]?.name).toBe('a\uFFFDb \uFFFD c \\u0000 🙂')
})

describe('a line to the database that is dead', () => {
  test('is given up in time; the next one is used, and what had no answer is written once', async () => {
    const proxy = await startProxy(Number(new URL(url).port))
    const through = new URL(url)
    through.port = String(proxy.port)
    const far = await openPostgres(through.href, { patienceMs: 500 })
    const team = createSqlStore(far).team('one')
    const before = await team.countMembers(0)
    const asks = [
      () => team.countMembers(0),
      () => withMembers(team, [aMember('over-a-dead-line')]),
    ]
    for (const ask of asks) {
      proxy.set({ kind: 'stalled' })
      await expect(ask()).rejects.toThrow(StoreUnavailable)
      proxy.set({ kind: 'fair' })
      expect(await team.countMembers(0)).toBe(before)
    }
    await withMembers(team, [aMember('over-a-dead-line')])
    expect(await team.countMembers(0)).toBe(before + 1)
    await far.close()
    await proxy.close()
  })
})
