import pg from 'pg'

type Given = { url: string } | { missing: string }

/**
 * The URL of a fresh, empty database, or why this machine can run no PostgreSQL. In CI there is no
 * why: the tests that need one fail.
 */
export function freshPostgres(): Promise<Given> {
  return given('/')
}

/** The same with this version's tables, as a server leaves a fresh one that it has migrated: much faster. */
export function migratedPostgres(): Promise<Given> {
  return given('/migrated')
}

async function given(what: string): Promise<Given> {
  const desk = process.env.TEST_POSTGRES_DESK
  if (!desk) throw new Error('test/support/postgres-setup.ts is not set up')
  const response = await fetch(new URL(what, desk))
  const text = await response.text()
  if (response.ok) return { url: text }
  if (process.env.CI === 'true') throw new Error(`PostgreSQL did not start: ${text}`)
  return { missing: text }
}

/** How many rows PostgreSQL counted in each table when it was last made to; -1 where it never was. */
export async function countedRows(
  url: string,
  tables: readonly string[],
): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const text = 'select relname, reltuples from pg_class where relname = any($1)'
  const { rows } = await client.query<{ relname: string; reltuples: number }>(text, [tables])
  await client.end()
  return Object.fromEntries(rows.map(({ relname, reltuples }) => [relname, reltuples]))
}
