import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, type Migration, Migrator, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import type { Db, Engine } from '#server/database/engine.ts'
import { migrateBy } from '#server/database/migrate.ts'
import { createLedger } from '#server/database/migrations/001-ledger.ts'
import { createInvoices } from '#server/database/migrations/008-invoices.ts'
import { createCurrency } from '#server/database/migrations/015-currency.ts'
import type { Dialect } from '#server/database/migrations/create-tables.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { cachedStatements, kyselyDatabase } from '#server/database/sqlite-statements.ts'
import { createSqlStore } from '#server/database/store.ts'
import { lowerWall } from '#server/database/team-wall.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { cycleAt, daysOf } from '#shared/credits/cycle.ts'
import {
  aCharge,
  anAccount,
  anInvoice,
  aPurchase,
  aRollup,
  aSale,
  aTeam,
  CYCLE,
  MARCH,
} from '#test/contract/store-records.ts'
import { losesTeams } from '#test/support/fail-on-lost-team.ts'
import { pastTheWall } from '#test/support/past-the-wall.ts'
import { freshPostgres, migratedPostgres } from '#test/support/postgres.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

losesTeams()

const INVOICES = ['sales', 'closings', 'invoices'] as const

type Place = { open: () => Promise<Engine>; remove: () => void }

const PLACES: {
  name: string
  dialect: Dialect
  place: () => Promise<Place | { missing: string }>
}[] = [
  {
    name: 'SQLite',
    dialect: 'sqlite',
    place: async () => {
      const { path: folder, remove } = temporaryFolder()
      return { open: () => openSqlite({ folder, role: 'server' }), remove }
    },
  },
  {
    name: 'PostgreSQL',
    dialect: 'postgres',
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

describe.each(PLACES)('a database of before invoices ($name)', ({ place, dialect }) => {
  test('knows what was bought at which price once it is opened', async (context) => {
    const at = await place()
    if ('missing' in at) return context.skip(`no PostgreSQL on this machine: ${at.missing}`)
    const before = await at.open()
    const store = createSqlStore(before)
    await store.createTeam(aTeam({ id: 'one' }))
    await store.createTeam(aTeam({ id: 'none' }))
    const block = { blocksBought: 2, boughtCredits: 2_000, costMicros: 20_000_000 }
    const bought = { blocks: 5, credits: 5_000, micros: 48_000_000 }
    const { account } = anAccount('')
    await store.team('one').write(async (tx) => {
      await tx.addCharges([
        aCharge(1),
        aCharge(2, block),
        aCharge(3, { ...block, costMicros: 18_000_000 }),
        aCharge(4, { blocksBought: 1, boughtCredits: 1_000, costMicros: 10_000_000 }),
      ])
      await tx.saveAccounts([anAccount('', { resource: 'flows', account: { ...account, bought } })])
    })
    const charges = await chargesOf(before)
    await pastTheWall(before, async (db) => {
      for (const table of INVOICES) await sql`drop table ${sql.table(table)}`.execute(db)
      await sql`alter table charges drop column bought_credits`.execute(db)
      const again: Migration = { up: (tables) => createInvoices(tables, dialect) }
      await again.up(db)
    })
    const block1000 = { resource: 'flows', blockCredits: 1_000 } as const
    expect(await store.team('one').sales(CYCLE)).toEqual([
      aSale({ ...block1000, blockMicros: 9_000_000, blocks: 2 }),
      aSale({ ...block1000, blockMicros: 10_000_000, blocks: 3, charges: 2 }),
    ])
    expect(await chargesOf(before)).toEqual(charges)
    expect(await store.team('none').sales(CYCLE)).toEqual([])
    await before.close()
    at.remove()
  })
})

describe.each(PLACES)('a database of before currencies ($name)', ({ place, dialect }) => {
  test('knows a team’s own from what it was invoiced, or bought', async (context) => {
    const at = await place()
    if ('missing' in at) return context.skip(`no PostgreSQL on this machine: ${at.missing}`)
    const engine = await at.open()
    const store = createSqlStore(engine)
    for (const id of ['invoiced', 'bought', 'none']) await store.createTeam(aTeam({ id }))
    await store.team('invoiced').write(async (tx) => {
      await tx.addInvoice(anInvoice(1, { currency: 'EUR' }))
      await tx.addBonusPurchases([aPurchase('k1', { currency: 'EUR' })])
    })
    const purchase = aPurchase('k1', { currency: 'JPY' })
    await store.team('bought').write((tx) => tx.addBonusPurchases([purchase]))
    await pastTheWall(engine, async (db) => {
      await sql`alter table teams drop column currency`.execute(db)
      const again: Migration = { up: (tables) => createCurrency(tables, dialect) }
      await again.up(db)
    })
    const teams = await store.teams()
    expect(teams.map(({ id, currency }) => [id, currency])).toEqual([
      ['bought', 'JPY'],
      ['invoiced', 'EUR'],
      ['none', undefined],
    ])
    await engine.close()
    at.remove()
  })
})

test('a PostgreSQL of before months keeps its charges, and where they are found', async (context) => {
  const fresh = await freshPostgres()
  if ('missing' in fresh) return context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
  const before = await openPostgres(fresh.url)
  const store = createSqlStore(before)
  await store.createTeam(aTeam({ id: 'one' }))
  const rows = [aCharge(1), aCharge(2, { blocksBought: 1, boughtCredits: 1_000, costMicros: 9 })]
  await store.team('one').write((tx) => tx.addCharges(rows))
  const charges = await chargesOf(before)
  expect(charges).toHaveLength(2)
  await pastTheWall(before, async (db) => {
    await asBeforeArchives(db)
    await asBeforeMonths(db)
    await sql`delete from kysely_migration where name >= '028'`.execute(db)
  })
  await before.close()

  const after = await openPostgres(fresh.url)
  expect(await chargesOf(after)).toEqual(charges)
  expect(await after.concerns()).toEqual([])
  expect(await after.months?.spread()).toEqual(['charges_2026_03'])
  expect(await chargesOf(after)).toEqual(charges)
  await after.close()
})

describe.each(PLACES)('a database of before keys of events ($name)', ({ place }) => {
  test('knows every event once it is opened, and what was in it', async (context) => {
    const at = await place()
    if ('missing' in at) return context.skip(`no PostgreSQL on this machine: ${at.missing}`)
    const before = await at.open()
    const teams = ['one', 'two']
    const event = (n: number) => JSON.stringify({ text: `é 💳 "${n}"` })
    // More than are taken at once.
    const charges = Array.from({ length: 1_203 }, (_, n) => aCharge(n + 1, { event: event(n) }))
    for (const id of teams) {
      const store = createSqlStore(before)
      await store.createTeam(aTeam({ id }))
      await store.team(id).write((tx) => tx.addCharges(charges))
    }
    await pastTheWall(before, async (db) => {
      await asBeforeArchives(db)
      await asBeforeEventKeys(db)
      await sql`delete from kysely_migration where name >= '027'`.execute(db)
    })
    await before.close()

    const after = await at.open()
    for (const id of teams) {
      const team = createSqlStore(after).team(id)
      const asked = charges.map(({ source, eventId }, n) => {
        return { source, eventId, event: event(n === 7 ? 0 : n) }
      })
      const known = await team.write((tx) => tx.chargesOf(asked))
      expect(known).toEqual(charges.map(({ charge }, n) => ({ charge, isSame: n !== 7 })))
      await expect(team.write((tx) => tx.addCharges([aCharge(1)]))).rejects.toThrow()
    }
    await after.close()
    at.remove()
  })
})

async function chargesOf(engine: Engine) {
  const query = { resource: 'flows', from: MARCH, to: MARCH + DAY, limit: 9 } as const
  return (await createSqlStore(engine).team('one').chargePage(query)).rows
}

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

async function asBeforeArchives(db: Db): Promise<void> {
  await sql`drop table holds`.execute(db)
  await sql`drop index rejections_received`.execute(db)
  await sql`drop index crossings_by_holder`.execute(db)
  await sql`drop table archived_cycles`.execute(db)
  await sql`drop table settings`.execute(db)
  await sql`alter table teams drop column retention_months`.execute(db)
}

/** Charges kept events apart themselves. */
async function asBeforeEventKeys(db: Db): Promise<void> {
  await sql`drop table if exists event_keys`.execute(db)
  await asBeforeMonths(db)
  await sql`create unique index charges_event on charges (team_id, source, event_id)`.execute(db)
}

/** PostgreSQL had charges in one table, with a key without the time. */
async function asBeforeMonths(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relname = 'charges' and relkind = 'p'`
    .execute(db)
    .catch(() => ({ rows: [] }))
  if (rows.length === 0) return
  const statements = [
    'create table plain (like charges including defaults including constraints)',
    'insert into plain select * from charges',
    'drop table charges',
    'alter table plain rename to charges',
    'alter table charges add primary key (team_id, charge)',
    'create index charges_booked on charges (team_id, resource, booked_at, charge)',
    'create index charges_bought on charges (team_id, booked_at) where blocks_bought > 0',
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

async function asBeforeLocalDays(engine: Engine): Promise<void> {
  await engine.ofServer.transact(async (db) => {
    // There was no wall then.
    if (engine.locksRows) await lowerWall(db)
    const tables = await db.introspection.getTables()
    for (const { name } of tables) {
      if (!FIRST.includes(name)) await sql`drop table ${sql.table(name)}`.execute(db)
    }
    await asBeforeEventKeys(db)
    await sql`alter table charges drop column bought_credits`.execute(db)
    await sql`alter table teams drop column currency`.execute(db)
    await sql`alter table teams drop column retention_months`.execute(db)
    await sql`drop index members_person`.execute(db)
    await sql`drop index rejections_received`.execute(db)
    await sql`drop index crossings_by_holder`.execute(db)
    await sql`alter table members drop column person_id`.execute(db)
    await sql`create table rollup_hours as select * from rollups`.execute(db)
    await sql`delete from kysely_migration where name >= '002'`.execute(db)
  })
}

describe('a PostgreSQL that something reads for long, such as a backup', () => {
  test('is read by all others while a newer version waits to change its tables', async (context) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return context.skip(fresh.missing)
    const { long, other } = await asBeforeHolds(fresh.url)
    await long.query('begin')
    await long.query('select count(*) from teams')
    const opening = openPostgres(fresh.url)
    const waiting = `select 1 from pg_locks where relation = 'teams'::regclass and not granted`
    await expect.poll(async () => (await other.query(waiting)).rowCount, POLL).toBe(1)
    // Behind the one that waits, until that lets it go first.
    expect((await other.query('select count(*) as teams from teams')).rows).toEqual([
      { teams: '0' },
    ])
    await long.query('commit')
    const engine = await opening
    const { rows } = await other.query('select count(*) as holds from holds')
    expect(rows).toEqual([{ holds: '0' }])
    await Promise.all([engine.close(), long.end(), other.end()])
  })

  test('for ever, ends the start in words', async () => {
    const handle = new DatabaseSync(':memory:')
    let attempts = 0
    const up = async () => {
      attempts++
      throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })
    }
    const never = { getMigrations: async () => ({ never: { up } }) }
    await expect(migrateBy(overHandle(handle), never)).rejects.toThrow(
      'something has held them for too long',
    )
    expect(attempts).toBe(30)
    handle.close()
  })
})

const POLL = { timeout: 20_000, interval: 20 }

/** Two connections to a database of a version that had no `holds`. */
async function asBeforeHolds(url: string): Promise<{ long: pg.Client; other: pg.Client }> {
  const long = new pg.Client({ connectionString: url })
  const other = new pg.Client({ connectionString: url })
  await Promise.all([long.connect(), other.connect()])
  await other.query('drop table holds')
  await other.query('drop index crossings_by_holder')
  await other.query(`delete from kysely_migration where name >= '032'`)
  return { long, other }
}

describe('a start that ends in the middle of a change of the tables', () => {
  test('has changed nothing, and the next one makes the change (SQLite)', async () => {
    const { path: folder, remove } = temporaryFolder()
    const file = join(folder, 'headroom.sqlite')
    const first = { '001-ledger': { up: (db: Kysely<unknown>) => createLedger(db, 'sqlite') } }
    await migrateAlone(file, first)
    // In the way of a later change, when it is half done.
    const handle = new DatabaseSync(file)
    const schema = () => handle.prepare('select name, sql from sqlite_schema order by name').all()
    handle.exec('create index embeds_member on teams (team_id)')
    const before = schema()
    const open = () => openSqlite({ folder, role: 'server' })
    await expect(open()).rejects.toThrow('embeds_member')
    expect(schema()).toEqual(before)
    handle.exec('drop index embeds_member')
    handle.close()
    const engine = await open()
    expect(await createSqlStore(engine).teams()).toEqual([])
    await engine.close()
    remove()
  })
})

async function migrateAlone(file: string, migrations: Record<string, Migration>): Promise<void> {
  const handle = new DatabaseSync(file)
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db: overHandle(handle), provider }).migrateToLatest()
  if (error) throw error
  handle.close()
}

function overHandle(handle: DatabaseSync): Kysely<unknown> {
  const database = kyselyDatabase(handle, cachedStatements(handle))
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
}
