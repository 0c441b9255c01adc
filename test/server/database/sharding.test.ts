import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { freshPostgres } from '#test/support/postgres.ts'

/**
 * What a PostgreSQL that is spread over machines by team asks of the tables: each row lies where its team
 * does, so no machine is asked about another's. That statements name one team is seen to in every test.
 */
let fresh: Awaited<ReturnType<typeof freshPostgres>>
let engine: Engine

beforeAll(async () => {
  fresh = await freshPostgres()
  if (!('missing' in fresh)) engine = await openPostgres(fresh.url)
})

beforeEach((context) => {
  if ('missing' in fresh) context.skip(`no PostgreSQL on this machine: ${fresh.missing}`)
})

afterAll(async () => {
  await engine?.close()
})

/** Unique over all teams, and why: such a table is copied to every machine. */
const OVER_ALL_TEAMS: Record<string, string> = {
  keys_pkey: 'a key is looked up before it is known whose it is; keys are few',
}

type Index = { name: string; columns: string[]; is_primary: boolean; is_unique: boolean }

async function indexes(): Promise<Index[]> {
  const { rows } = await sql<Index>`
    select indexrelid::regclass::text as name, indisprimary as is_primary, indisunique as is_unique,
      array(
        select attname::text from unnest(indkey::int2[]) with ordinality as key(number, place)
        join pg_attribute on attrelid = indrelid and attnum = key.number order by place
      ) as columns
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and exists (select from pg_attribute
        where attrelid = indrelid and attname = 'team_id' and not attisdropped)
    order by name`.execute(engine.ofNoTeam.db)
  return rows
}

test('every primary key of a team’s table begins with its team', async () => {
  const primary = (await indexes()).filter(({ is_primary }) => is_primary)
  const others = primary.filter(({ columns }) => columns[0] !== 'team_id')
  expect(primary.length).toBeGreaterThan(30)
  expect(others.map(({ name }) => name)).toEqual(Object.keys(OVER_ALL_TEAMS))
})

test('whatever is unique is so within one team', async () => {
  const unique = (await indexes()).filter(({ is_unique }) => is_unique)
  const others = unique.filter(({ columns }) => !columns.includes('team_id'))
  expect(others.map(({ name }) => name)).toEqual(Object.keys(OVER_ALL_TEAMS))
})

test('no table refers to another, and no row is numbered over all teams', async () => {
  const { rows: keys } = await sql`
    select conname from pg_constraint where contype = 'f'
      and connamespace = 'public'::regnamespace`.execute(engine.ofNoTeam.db)
  const { rows: sequences } = await sql`
    select relname from pg_class where relkind = 'S'
      and relnamespace = 'public'::regnamespace`.execute(engine.ofNoTeam.db)
  expect({ keys, sequences }).toEqual({ keys: [], sequences: [] })
})
