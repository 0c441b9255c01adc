import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { isAmong } from '#server/database/among.ts'
import type { Db, Engine, Statements } from '#server/database/engine.ts'
import { openDatabase } from '#server/database/open.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { createSqlStore } from '#server/database/store.ts'
import { acrossWall, EVERY_TEAM_TABLES } from '#server/database/team-wall.ts'
import { aCharge, aMember, aTeam } from '#test/contract/store-records.ts'
import { losesTeams } from '#test/support/fail-on-lost-team.ts'
import { pastTheWall } from '#test/support/past-the-wall.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { NOW } from '#test/support/team.ts'

losesTeams()

/** Tables that are of no team, and why. */
const OF_NO_TEAM: Record<string, string> = {
  kysely_migration: 'which migrations were run',
  kysely_migration_lock: 'one process migrates at a time',
  persons: 'a person can be in several teams',
  person_accounts: 'how a person signs in',
  person_sessions: 'where a person is signed in',
  person_tokens: 'mailed links of persons',
  rate_limits: 'requests are counted by user, over all teams',
}

let fresh: Awaited<ReturnType<typeof freshPostgres>>
let engine: Engine
let url: string

beforeAll(async () => {
  fresh = await freshPostgres()
  if ('missing' in fresh) return
  url = fresh.url
  engine = await openPostgres(url)
  const store = createSqlStore(engine)
  for (const id of ['one', 'two']) {
    await store.createTeam(aTeam({ id }))
    await store.team(id).write(async (tx) => {
      await tx.addMembers([aMember('ann')])
      await tx.addCharges([aCharge(1), aCharge(2)])
    })
  }
  const object = { id: '', name: 'the server' }
  const change = { action: 'server-set-up', object, after: { by: 'test' } } as const
  await store.serverAudit.record(entryOf({ by: OPERATOR, asOf: NOW }, change))
})

beforeEach((context) => {
  if ('missing' in fresh) context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
})

afterAll(async () => {
  await engine?.close()
})

/** Whose rows a statement sees that names no team. */
async function teamsIn(db: Statements, table: string): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    select distinct team_id from ${sql.table(table)} order by team_id`.execute(db)
  return rows.map((row) => row.team_id)
}

describe('a statement that forgets its team', () => {
  const WAYS: [string, (work: (db: Db) => Promise<unknown>) => Promise<unknown>][] = [
    ['by itself', (work) => work(engine.ofTeam('one').db)],
    ['in a snapshot', (work) => engine.ofTeam('one').snapshot(work)],
    ['in a transaction', (work) => engine.ofTeam('one').transact(work)],
  ]

  test.each(WAYS)('sees only rows of the team that it was opened for, %s', async (_, run) => {
    for (const table of ['teams', 'members', 'charges']) {
      expect(await run((db) => teamsIn(db, table))).toEqual(['one'])
    }
    expect(await run((db) => teamsIn(db, 'audit'))).toEqual([])
  })

  test('changes and deletes no other team’s rows', async () => {
    await engine.ofTeam('one').transact(async (db) => {
      await sql`update members set name = 'Changed'`.execute(db)
      await sql`delete from charges where charge = 2`.execute(db)
    })
    const two = createSqlStore(engine).team('two')
    expect((await two.members(['ann']))[0]?.name).toBe(aMember('ann').name)
    expect(await countCharges('two')).toBe(2)
    expect(await countCharges('one')).toBe(1)
  })
})

async function countCharges(team: string): Promise<number> {
  const { rows } = await sql`select charge from charges`.execute(engine.ofTeam(team).db)
  return rows.length
}

const FOREIGN: [string, string][] = [
  ['an insert', `insert into parts (team_id, resource, part, name) values ('two', 'f', 'p', 'n')`],
  ['an insert of the server’s', `insert into parts values ('', 'f', 'p', 'n')`],
  ['an update', `update members set team_id = 'two', member_id = 'moved'`],
  [
    'an insert over a row of another team',
    `insert into parts values ('two', 'f', 'p', 'n')
      on conflict (team_id, resource, part) do update set name = 'x'`,
  ],
]

test.each(FOREIGN)('the database refuses %s for another team', async (_, statement) => {
  const asked = engine.ofTeam('one').transact((db) => sql.raw(statement).execute(db))
  await expect(asked).rejects.toThrow(/violates row-level security policy/)
})

test('opened for no team, nothing is seen and nothing written', async () => {
  for (const { name } of await tables()) {
    if (name in OF_NO_TEAM) continue
    expect(await teamsIn(engine.ofNoTeam.db, name)).toEqual([])
  }
  const insert = sql`insert into parts values ('one', 'f', 'p', 'n')`
  await expect(insert.execute(engine.ofNoTeam.db)).rejects.toThrow(/row-level security/)
})

test.each(['', '*', '=one', 'every-team', "one' or true --", "'; select 1; --", 'o\\ne', 'a\0b'])(
  'a team called %j is one without rows',
  async (id) => {
    const { db, transact } = engine.ofTeam(id)
    for (const table of ['teams', 'members', 'audit']) {
      expect(await teamsIn(db, table)).toEqual([])
      expect(await transact((tx) => teamsIn(tx, table))).toEqual([])
    }
  },
)

test('the server’s own rows are no team’s', async () => {
  expect(await teamsIn(engine.ofServer.db, 'audit')).toEqual([''])
  expect(await teamsIn(engine.ofServer.db, 'charges')).toEqual([])
})

describe('over all teams', () => {
  test('the tables listed are read', async () => {
    const rows = await engine.ofEveryTeam
      .selectFrom('teams')
      .select('team_id')
      .orderBy('team_id')
      .execute()
    expect(rows).toEqual([{ team_id: 'one' }, { team_id: 'two' }])
  })

  test('no other table is, and nothing is written', async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query("set headroom.reach = 'every-team'")
    const seen = async (statement: string) => (await client.query(statement)).rowCount
    expect(await seen('select * from members')).toBe(2)
    expect(await seen('select * from charges')).toBe(0)
    expect(await seen(`update members set name = 'x'`)).toBe(0)
    expect(await seen('select * from members for update')).toBe(0)
    expect(await seen('delete from members')).toBe(0)
    await expect(seen(`insert into teams select * from teams`)).rejects.toThrow(
      /row-level security/,
    )
    await client.end()
  })
})

test('a connection keeps nothing of whom it worked for', async () => {
  const ids = ['one', 'two']
  const mixed = Array.from({ length: 200 }, async (_, n) => {
    const id = ids[n % 2] ?? ''
    const { db, transact, snapshot } = engine.ofTeam(id)
    const ways = [() => teamsIn(db, 'charges'), () => transact((tx) => teamsIn(tx, 'charges'))]
    ways.push(() => snapshot((tx) => teamsIn(tx, 'charges')))
    return [id, await ways[n % 3]?.()]
  })
  for (const [id, seen] of await Promise.all(mixed)) expect(seen).toEqual([id])
  const failing = engine.ofTeam('one').transact((tx) => sql`select 1 / 0`.execute(tx))
  await expect(failing).rejects.toThrow(/division by zero/)
  await expect(sql`select 1 / 0`.execute(engine.ofTeam('one').db)).rejects.toThrow(/division/)
  const left = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const { rows } = await sql<Record<string, string | null>>`
        select nullif(current_setting('headroom.team', true), '') as team,
          nullif(current_setting('headroom.reach', true), '') as reach,
          current_setting('jit') as jit, pg_sleep(0.01) is null as slept`.execute(
        engine.ofNoTeam.db,
      )
      return rows[0]
    }),
  )
  for (const each of left) expect(each).toMatchObject({ team: null, reach: null, jit: 'on' })
})

type Table = { name: string; has_team: boolean; walled: boolean; policies: string[] }

async function tables(): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select relname as name, relrowsecurity and relforcerowsecurity as walled,
      exists (select from pg_attribute where attrelid = pg_class.oid
        and attname = 'team_id' and not attisdropped) as has_team,
      array(select policyname || ' for ' || cmd from pg_policies
        where tablename = relname order by policyname)::text[] as policies
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    order by relname`.execute(engine.ofNoTeam.db)
  return rows
}

/** Where all teams may be read, but not written. */
const APART = [
  'team_delete for DELETE',
  'team_insert for INSERT',
  'team_read for SELECT',
  'team_update for UPDATE',
]

test('every table is a team’s and behind the wall, or listed here with the reason', async () => {
  const all = await tables()
  expect(all.filter(({ has_team }) => !has_team).map(({ name }) => name)).toEqual(
    Object.keys(OF_NO_TEAM).sort(),
  )
  const everyTeam: readonly string[] = EVERY_TEAM_TABLES
  for (const { name, has_team, walled, policies } of all) {
    if (!has_team) continue
    const expected = everyTeam.includes(name) ? APART : ['team for ALL']
    expect({ name, walled, policies }).toEqual({ name, walled: true, policies: expected })
  }
})

test('a later migration sees all teams, and its tables get the wall', async () => {
  const another = await freshPostgres()
  if ('missing' in another) return
  const later = await openPostgres(another.url)
  const store = createSqlStore(later)
  for (const id of ['one', 'two']) await store.createTeam(aTeam({ id }))
  const { up } = acrossWall({
    up: async (db) => {
      await sql`update teams set name = 'Renamed'`.execute(db)
      await sql`create table later (team_id text primary key)`.execute(db)
      await sql`insert into later select team_id from teams`.execute(db)
    },
  })
  await later.ofServer.transact(up)
  expect((await store.teams()).map(({ name }) => name)).toEqual(['Renamed', 'Renamed'])
  expect(await teamsIn(later.ofTeam('two').db, 'later')).toEqual(['two'])
  expect(await later.concerns()).toEqual([])
  await later.close()
})

describe('the operator is told', () => {
  const concernsAs = async (role: string) => {
    const as = url.replace('headroom@', `${role}@`)
    const database = await openDatabase({ url: as, folder: '', role: 'server' })
    await database.close()
    return database.concerns
  }

  test('nothing while all is well', async () => {
    expect(await concernsAs('headroom')).toEqual([])
  })

  test('when the role passes row-level security', async () => {
    expect(await concernsAs('postgres')).toEqual([
      expect.stringContaining('The database role postgres'),
    ])
  })

  test('in the log of the server, at each start', async () => {
    const { path: data, remove } = temporaryFolder()
    const as = url.replace('headroom@', 'postgres@')
    const env = { DATABASE_URL: as, HEADROOM_SECRET: 'only for tests, and long enough 0123456789' }
    const server = await startServerProcess({ data, env })
    const { stdout } = await server.stop()
    remove()
    expect(stdout).toMatch(/^\{"level":40,.*The database role postgres passes row-level security/m)
  })

  test('when it was turned off for a table', async () => {
    await sql`alter table parts no force row level security`.execute(engine.ofNoTeam.db)
    expect(await concernsAs('headroom')).toEqual([expect.stringContaining('apart in parts')])
    await pastTheWall(engine, async () => undefined)
    expect(await concernsAs('headroom')).toEqual([])
  })
})

describe('indexes are used as before', () => {
  const FLOWS = `from charges where team_id = 'one' and resource = 'flows'`
  const STATEMENTS = [
    `select * ${FLOWS} and booked_at >= 5 order by booked_at desc, charge desc limit 50`,
    `select * ${FLOWS} and (booked_at, charge) < (5, 5) order by booked_at desc, charge desc`,
    `select * ${FLOWS} and blocks_bought > 0 order by booked_at, charge`,
    `select * from accounts where team_id = 'one' and cycle = 'c' and resource = 'ai' order by used`,
    `select * from members where team_id = 'one' order by name_key, member_id limit 50`,
    `select * from rollups where team_id = 'one' and holder = '' and resource = 'f' and kind = 'k'`,
  ]

  test.each(STATEMENTS)('%s', async (statement) => {
    const said = await engine.ofTeam('one').transact(async (db) => {
      // The tables are small here: else all of one is read anyway.
      await sql`set local enable_seqscan = off`.execute(db)
      return planOf(await sql<Line>`explain ${sql.raw(statement)}`.execute(db))
    })
    expect(said).toMatch(/Index Cond: \(\(?team_id = 'one'/)
    expect(said).not.toMatch(/Sort {2}\(|Seq Scan/)
  })

  test('for a list of keys, too', async () => {
    const { db, transact } = engine.ofTeam('one')
    const charges = Array.from({ length: 5_000 }, (_, n) => aCharge(100 + n))
    await createSqlStore(engine)
      .team('one')
      .write((tx) => tx.addCharges(charges))
    await transact((tx) => sql`analyze event_keys`.execute(tx))
    const keys = charges.slice(0, 20).map(({ source, eventId }) => [source, eventId])
    const known = db
      .selectFrom('event_keys')
      .select('charge')
      .where('team_id', '=', 'one')
      .where(isAmong(engine, ['source', 'event_id'], keys))
    expect(await known.execute()).toHaveLength(20)
    const said = planOf({ rows: await known.explain() })
    expect(said).toMatch(/Index Cond: .*team_id = 'one'.*event_id = /)
  })
})

type Line = { 'QUERY PLAN': string }

function planOf({ rows }: { rows: readonly Record<string, unknown>[] }): string {
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
