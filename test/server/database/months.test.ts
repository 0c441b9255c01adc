import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { createSqlStore } from '#server/database/store.ts'
import { aCharge, aTeam, MARCH } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'

const APRIL = Date.UTC(2026, 3, 1)
const MAY = Date.UTC(2026, 4, 1)

let engine: Engine
let months: NonNullable<Engine['months']>

beforeEach(async (context) => {
  const fresh = await freshPostgres()
  if ('missing' in fresh) return context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
  engine = await openPostgres(fresh.url)
  if (!engine.months) throw new Error('no months')
  months = engine.months
  for (const id of ['one', 'two']) await createSqlStore(engine).createTeam(aTeam({ id }))
})

afterEach(() => engine?.close())

function charge(team: string, number: number, bookedAt: number): Promise<void> {
  const row = aCharge(number, { bookedAt })
  return createSqlStore(engine)
    .team(team)
    .write((tx) => tx.addCharges([row]))
}

/** Where each charge of a team lies. */
async function places(team: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ charge: number; place: string }>`
    select charge, tableoid::regclass::text as place from charges where team_id = ${team}
    order by charge`.execute(engine.ofTeam(team).db)
  return Object.fromEntries(rows.map(({ charge: number, place }) => [number, place]))
}

test('this month and the next are there before their first charge', async () => {
  expect(await months.makeAhead(APRIL - 1)).toBe(3)
  expect(await months.makeAhead(APRIL - 1)).toBe(0)
  expect(await months.makeAhead(APRIL)).toBe(1)
  await charge('one', 1, MARCH)
  await charge('one', 2, APRIL - 1)
  await charge('one', 3, APRIL)
  await charge('one', 4, Date.UTC(2026, 5, 30, 23, 59, 59, 999))
  expect(await places('one')).toEqual({
    1: 'charges_2026_03',
    2: 'charges_2026_03',
    3: 'charges_2026_04',
    4: 'charges_2026_06',
  })
})

test('a charge of whatever other time is taken, too', async () => {
  await months.makeAhead(APRIL)
  await charge('one', 1, Date.UTC(2019, 0, 5))
  await charge('one', 2, Date.UTC(2031, 0, 5))
  expect(await places('one')).toEqual({ 1: 'charges_rest', 2: 'charges_rest' })
})

test('charges that were there first are in their month once it is made', async () => {
  await charge('one', 1, APRIL - 1)
  await charge('one', 2, APRIL)
  await charge('two', 1, APRIL)
  await charge('two', 2, Date.UTC(2019, 0, 5))
  await months.makeAhead(APRIL)
  expect(await places('one')).toEqual({ 1: 'charges_rest', 2: 'charges_2026_04' })
  expect(await places('two')).toEqual({ 1: 'charges_2026_04', 2: 'charges_rest' })
  expect(await months.spread()).toEqual(['charges_2019_01', 'charges_2026_03'])
  expect(await places('one')).toEqual({ 1: 'charges_2026_03', 2: 'charges_2026_04' })
  expect(await places('two')).toEqual({ 1: 'charges_2026_04', 2: 'charges_2019_01' })
})

test('servers that make months at once make each once, while charges go in', async () => {
  const numbers = Array.from({ length: 40 }, (_, n) => n + 1)
  await Promise.all([
    ...numbers.map((n) => charge('one', n, APRIL + n * 86_400_000)),
    ...[1, 2, 3, 4].map(() => months.makeAhead(APRIL)),
  ])
  expect(Object.keys(await places('one'))).toHaveLength(40)
  expect(new Set(Object.values(await places('one')))).toEqual(
    new Set(['charges_2026_04', 'charges_2026_05']),
  )
})

test('a month goes once it is over and holds nothing of any team', async () => {
  await months.makeAhead(MARCH)
  await charge('one', 1, MARCH)
  await charge('two', 1, APRIL)
  const empty = (team: string) =>
    engine
      .ofTeam(team)
      .transact((db) => db.deleteFrom('charges').where('team_id', '=', team).execute())
  expect(await months.dropEmpty(MAY)).toEqual([])
  await empty('one')
  expect(await months.dropEmpty(APRIL - 1)).toEqual([])
  expect(await months.dropEmpty(MAY)).toEqual(['charges_2026_03'])
  expect(await places('two')).toEqual({ 1: 'charges_2026_04' })
  await charge('one', 2, MARCH)
  expect(await places('one')).toEqual({ 2: 'charges_rest' })
})

test('the wall is around each month, whichever way it is asked', async () => {
  await months.makeAhead(MARCH)
  await charge('one', 1, MARCH)
  const direct = (team: string) =>
    sql`select * from charges_2026_03`
      .execute(engine.ofTeam(team).db)
      .then(({ rows }) => rows.length)
  expect([await direct('one'), await direct('two')]).toEqual([1, 0])
  expect(await engine.concerns()).toEqual([])
})
