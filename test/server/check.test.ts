import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCycles } from '#api/invoices/close-due.ts'
import { loadScenario } from '#api/load-scenario.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { DERIVED as TABLES } from '#server/check/derived-tables.ts'
import { repairTeam } from '#server/check/repair-team.ts'
import { checkLedger } from '#server/cli/check-ledger.ts'
import type { Engine } from '#server/database/engine.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { scenario } from '#shared/demo/scenarios.ts'
import { ENGINES } from '#test/support/engines.ts'
import { meant } from '#test/support/fail-on-lost-team.ts'
import { NOW } from '#test/support/team.ts'

const TEAM = 'tidewater'
const CATALOG = DEFAULT_CATALOG
const DERIVED = TABLES.map(({ table }) => table)

const KEYS: Record<string, readonly string[]> = {
  ...Object.fromEntries(TABLES.map(({ table, key }) => [table, key])),
  charges: ['charge'],
  bonus_grants: ['grant_id'],
  invoices: ['number'],
}

/** What somebody's hand, or a fault of a disk, does to one row. */
const DAMAGES: [string, string, RegExp][] = [
  ['a rollup that lost a charge', 'update rollups set charges = charges - 1 where ONE', /^rollups/],
  ['a rollup that is gone', 'delete from rollups where ONE', /^rollups: 1 row is/],
  [
    'a day that counts more',
    'update rollup_days set credits = credits + 5 where ONE',
    /^rollup_days/,
  ],
  ['a server’s day that is gone', 'delete from part_days where ONE', /^part_days/],
  [
    'a total with a wrong cost',
    'update totals set cost_micros = cost_micros + 1 where ONE',
    /^totals/,
  ],
  ['a sale counted twice', 'update sales set blocks = blocks * 2 where ONE', /^sales/],
  [
    'an account that used less',
    'update accounts set included = included - 1 where ONE and included > 1',
    /^accounts/,
  ],
  [
    'a minute that holds less than its runs',
    'update holds set held = held - 1 where ONE',
    /^holds: 1 row is not what the runs add up to/,
  ],
  ['a minute that is gone', 'delete from holds where ONE', /^holds/],
  ['an account that is gone', "delete from accounts where ONE and holder <> ''", /^accounts/],
]

/** What was not derived: told, and left for a person. */
const BEYOND_REPAIR: [string, string, RegExp][] = [
  [
    'a charge whose buckets hold less',
    'update charges set included = included - 1 where ONE and included > 0',
    /^charges: the buckets of 1/,
  ],
  [
    'a grant that lost credits',
    'update bonus_grants set left_credits = left_credits - 1 where ONE and left_credits > 0',
    /^bonus_grants/,
  ],
  [
    'an invoice of another sum',
    'update invoices set total_micros = total_micros + 1 where ONE',
    /^invoices: that of/,
  ],
  [
    'a number of a charge that was never given out',
    'update teams set charges = charges - 1',
    /^charges: 1 have numbers/,
  ],
]

describe.each(ENGINES)('the books of a team ($name)', ({ open }) => {
  let engine: Engine
  let missing: string | undefined
  beforeAll(async () => {
    const opened = await open()
    if ('missing' in opened) {
      missing = opened.missing
      return
    }
    engine = opened
    const store = createSqlStore(engine)
    await loadScenario({ store, catalog: CATALOG, scenario: scenario('example', NOW) })
    const held = { resource: 'flows', holder: '', estimate: 9, used: 0, state: 'admitted' } as const
    const runs = ['run-1', 'run-2'].map((id) => {
      return { id, request: '{}', ...held, held: 9, admittedAt: NOW, expiresAt: NOW + 90_000 }
    })
    await store.team(TEAM).write((tx) => tx.addRuns(runs))
    // So that there are invoices.
    await closeCycles(store.team(TEAM), { catalog: CATALOG, asOf: NOW + 40 * DAY })
  })
  afterAll(() => engine?.close())

  const faults = async () => (await checkTeam(engine, { team: TEAM, catalog: CATALOG })).faults
  const damage = (statement: string) =>
    engine.ofTeam(TEAM).transact(async (db) => {
      const [text = '', more = ''] = statement.split('where ONE')
      if (!statement.includes('where ONE')) return meant(() => sql.raw(text).execute(db))
      const table = /(?:update|from) (\w+)/.exec(statement)?.[1] ?? ''
      const key = KEYS[table] ?? []
      const found = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where team_id = ${TEAM} ${sql.raw(more)}
        order by ${sql.join(key.map((column) => sql.ref(column)))} limit 1`.execute(db)
      const [row] = found.rows
      if (!row) throw new Error(`nothing in ${table} to damage`)
      const isRow = key.map((column) => sql`${sql.ref(column)} = ${row[column]}`)
      return meant(() => sql`${sql.raw(text)} where ${sql.join(isRow, sql` and `)}`.execute(db))
    })
  const contents = async () => {
    const tables = DERIVED.map(async (table) => {
      const { rows } = await sql<object>`
        select * from ${sql.table(table)} where team_id = ${TEAM}`.execute(engine.ofTeam(TEAM).db)
      return [table, rows.map((row) => JSON.stringify(row)).sort()] as const
    })
    return Object.fromEntries(await Promise.all(tables))
  }

  it('agree', async (context) => {
    if (missing) return context.skip(missing)
    const checked = await checkTeam(engine, { team: TEAM, catalog: CATALOG })
    expect(checked).toMatchObject({ faults: [], charges: expect.any(Number) })
    expect(checked.charges).toBeGreaterThan(500)
    expect(checked.invoices).toBeGreaterThan(0)
    for (const rows of Object.values(await contents())) expect(rows).not.toEqual([])
  })

  it.each(DAMAGES)('%s is found, named, and made as it was', async (_, statement, words) => {
    if (missing) return
    const before = await contents()
    await damage(statement)
    const found = await faults()
    expect(found[0]).toMatch(words)
    const table = found[0]?.split(':')[0]
    const mended = await repairTeam(engine, { team: TEAM, catalog: CATALOG, asOf: NOW + 40 * DAY })
    expect(mended).toEqual([table])
    expect(await faults()).toEqual([])
    expect(await contents()).toEqual(before)
  })

  it('what was derived can all be lost, and is there again', async () => {
    if (missing) return
    const before = await contents()
    for (const table of DERIVED.filter((name) => name !== 'accounts')) {
      await damage(`delete from ${table}`)
    }
    const ledger = { store: createSqlStore(engine), engine, catalog: CATALOG }
    const told = await checkLedger(ledger, { repair: true, asOf: NOW + 40 * DAY })
    expect(told).toContain(
      'made anew from the charges: rollups, rollup_days, part_days, totals, sales',
    )
    expect(await contents()).toEqual(before)
  })

  it.each(BEYOND_REPAIR)('%s is found, and left for a person', async (_, statement, words) => {
    if (missing) return
    await damage(statement)
    const told = [expect.stringMatching(words)]
    expect(await faults()).toEqual(expect.arrayContaining(told))
    const ledger = { store: createSqlStore(engine), engine, catalog: CATALOG }
    await expect(checkLedger(ledger, { repair: true, asOf: NOW })).rejects.toThrow(
      'The books of 1 team do not agree.',
    )
    expect(await faults()).toEqual(expect.arrayContaining(told))
  })
})
