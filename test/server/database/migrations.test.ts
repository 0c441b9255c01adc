import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { cycleAt, daysOf } from '#shared/credits/cycle.ts'
import { aRollup, aTeam, MARCH } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

type Place = { open: () => Promise<Engine>; remove: () => void }

const PLACES: { name: string; place: () => Promise<Place | { missing: string }> }[] = [
  {
    name: 'SQLite',
    place: async () => {
      const { path: folder, remove } = temporaryFolder()
      return { open: () => openSqlite({ folder, role: 'server' }), remove }
    },
  },
  {
    name: 'PostgreSQL',
    place: async () => {
      const fresh = await freshPostgres()
      if ('missing' in fresh) return fresh
      return { open: () => openPostgres(fresh.url), remove: () => {} }
    },
  },
]

describe.each(PLACES)('a database of before local days ($name)', ({ place }) => {
  test('gives the same daily use once it is opened', async (context) => {
    const at = await place()
    if ('missing' in at) return context.skip(`no PostgreSQL on this machine: ${at.missing}`)
    const before = await at.open()
    const zone = 'Asia/Kathmandu'
    const days = daysOf(cycleAt({ anchor: '2026-03-01', zone }, MARCH + DAY), zone)
    const store = createSqlStore(before)
    await store.createTeam(aTeam({ id: 'one', zone }))
    await store.createTeam(aTeam({ id: 'two', zone: 'UTC' }))
    const rollups = days.flatMap(({ start }, n) => [
      aRollup({ bucket: start, day: start, credits: n + 1 }),
      aRollup({ bucket: start + 23 * HOUR, day: start, kind: 'start', credits: 100 }),
    ])
    await store.team('one').write((tx) => tx.addRollups(rollups))
    const query = { holders: [''], resources: ['flows'], days } as const
    const use = await store.team('one').dailyUse(query)
    expect(use).toHaveLength(2 * days.length)
    await asBeforeLocalDays(before)
    await before.close()

    const after = await at.open()
    expect(await createSqlStore(after).team('one').dailyUse(query)).toEqual(use)
    expect(await createSqlStore(after).team('two').dailyUse(query)).toEqual([])
    await after.close()
    at.remove()
  })
})

/** The tables of the first form; all others came later. */
const FIRST = [
  'accounts',
  'bonus_grants',
  'charges',
  'crossings',
  'dismissals',
  'members',
  'parts',
  'rejections',
  'rollups',
  'switch_history',
  'switches',
  'teams',
  'totals',
]

async function asBeforeLocalDays(engine: Engine): Promise<void> {
  const tables = await engine.db.introspection.getTables()
  await engine.transact(async (db) => {
    for (const { name } of tables) {
      if (!FIRST.includes(name)) await sql`drop table ${sql.table(name)}`.execute(db)
    }
    await sql`create table rollup_hours as select * from rollups`.execute(db)
    await sql`delete from kysely_migration where name >= '002'`.execute(db)
  })
}
