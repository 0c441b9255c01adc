import { Kysely, type Migration, type MigrationProvider, sql } from 'kysely'
import pg from 'pg'
import { migrateBy } from '#server/database/migrate.ts'
import { postgresDialect } from '#server/database/postgres-dialect.ts'
import { acrossWall } from '#server/database/team-wall.ts'

type Table = { name: string; columns: string[] }

/**
 * What a newer version might do to the tables of this one without taking anything away: a table of its
 * own, and columns and an index in each that there is.
 */
const NEWER: Migration = acrossWall({
  up: async (db) => {
    await sql`create table newer_things (team_id text collate "C" primary key)`.execute(db)
    for (const { name, columns } of await tablesOf(db)) {
      const table = sql.table(name)
      await sql`alter table ${table}
        add column newer_text text,
        add column newer_count bigint not null default 7`.execute(db)
      await sql`create index on ${table} (${sql.id(columns[0] ?? '')}, newer_count)`.execute(db)
    }
  },
})

/** Migrates a PostgreSQL as the start of a newer version does. */
export async function addNewerTables(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  try {
    const db = new Kysely<unknown>({ dialect: postgresDialect(pool, {}) })
    await migrateBy(db, newerThan(db))
  } finally {
    await pool.end()
  }
}

/** Those that were made are known by name: none of them is made again. */
function newerThan(db: Kysely<unknown>): MigrationProvider {
  return {
    getMigrations: async () => {
      const { rows } = await sql<{ name: string }>`
        select name from kysely_migration where name < 'newer'`.execute(db)
      const made = rows.map(({ name }): [string, Migration] => [name, { up: async () => {} }])
      return { ...Object.fromEntries(made), newer: NEWER }
    },
  }
}

async function tablesOf(db: Parameters<Migration['up']>[0]): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname not like 'kysely%'
    group by relname order by relname`.execute(db)
  return rows
}
