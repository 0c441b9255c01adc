import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { statementNames } from '#server/database/statement-names.ts'
import { createSqlStore } from '#server/database/store.ts'
import { aMember, aTeam, withMembers } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'

let fresh: Awaited<ReturnType<typeof freshPostgres>>
let engines: Engine[]
let url: string

beforeAll(async () => {
  fresh = await freshPostgres()
  if ('missing' in fresh) return
  url = fresh.url
})

beforeEach((context) => {
  if ('missing' in fresh) context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
  engines = []
  return async () => {
    for (const engine of engines) await engine.close()
  }
})

/** All of it on one connection, so that it is known which statements that connection keeps. */
async function onOneConnection(team: string) {
  const engine = await openPostgres(url, { connections: 1 })
  engines.push(engine)
  const store = createSqlStore(engine)
  await store.createTeam(aTeam({ id: team }))
  await withMembers(store.team(team), [aMember('ann')])
  const kept = async () => {
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements`.execute(engine.ofNoTeam.db)
    return rows.map(({ statement }) => statement)
  }
  const forget = async () => {
    await sql`deallocate all`.execute(engine.ofNoTeam.db)
  }
  return { engine, team: store.team(team), kept, forget }
}

test('a connection reads and plans a statement once, in a transaction and outside', async () => {
  const { team, kept } = await onOneConnection('kept')
  await team.members(['ann'])
  const once = await kept()
  expect(once.filter((text) => text.includes('"members"'))).not.toEqual([])
  await team.members(['bob'])
  await team.read((reads) => reads.members(['ann', 'cid']))
  expect(await kept()).toEqual(once)
})

test.each([
  ['a statement by itself', 'alone'],
  ['reads', 'read'],
  ['a write', 'write'],
] as const)('where a pooler gave another connection, %s is sent whole', async (_, how) => {
  const { team, forget, kept } = await onOneConnection(`forgotten-${how}`)
  const ask = async () => {
    if (how === 'alone') return team.members(['ann'])
    return how === 'read'
      ? team.read((reads) => reads.members(['ann']))
      : team.write((tx) => tx.members(['ann']))
  }
  const found = await ask()
  await forget()
  expect(await ask()).toEqual(found)
  expect(await ask()).toEqual(found)
  expect(await kept()).toEqual([])
})

test('a statement that fails makes no other forgotten', async () => {
  const { engine, team, kept } = await onOneConnection('failed')
  const reading = engine.ofTeam('failed').snapshot((db) => {
    const zone = () => sql`select zone from teams where team_id = ${'failed'}`.execute(db)
    return Promise.all([sql`select 1 / ${0}::int`.execute(db), zone(), zone()])
  })
  await expect(reading).rejects.toThrow('division by zero')
  await team.members(['ann'])
  expect(await kept()).not.toEqual([])
})

test('a newer version that adds a column leaves this one at work', async () => {
  const { team } = await onOneConnection('altered')
  const before = await team.read((reads) => reads.members(['ann']))
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query('alter table members add column later bigint')
  await admin.end()
  expect(await team.members(['ann'])).toEqual(before)
  expect(await team.read((reads) => reads.members(['ann']))).toEqual(before)
})

test('a name says what the statement is, and of endlessly many only some have one', () => {
  const names = statementNames()
  expect(names.of('select 1')).toBe(statementNames().of('select 1'))
  expect(names.of('select 1')).not.toBe(names.of('select 2'))
  for (let n = 0; n < 1_000; n++) names.of(`select ${n}`)
  expect(names.of('select 1')).toBeDefined()
  expect(names.of('select something new')).toBeUndefined()
})
