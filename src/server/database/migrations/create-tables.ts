import { type Kysely, sql } from 'kysely'

/** How a database spells the types: `text` is ordered by code point in both. */
export type Dialect = 'sqlite' | 'postgres'

/**
 * An `amount` is whole and not negative; `?` marks what may be absent. A `flag` and a `date` are as
 * better-auth keeps them, in tables of its own.
 */
export type ColumnType =
  | 'text'
  | 'text?'
  | 'instant'
  | 'instant?'
  | 'amount'
  | 'amount?'
  | 'yes-no'
  | 'flag'
  | 'date'
  | 'date?'

export type TableSpec = {
  columns: Record<string, ColumnType>
  key: readonly string[]
  /** Rows too large to lie in the key's own tree. */
  large?: boolean
}

export async function createTables(
  db: Kysely<unknown>,
  dialect: Dialect,
  tables: Record<string, TableSpec>,
): Promise<void> {
  for (const [name, spec] of Object.entries(tables)) await createTable(db, dialect, name, spec)
}

async function createTable(
  db: Kysely<unknown>,
  dialect: Dialect,
  name: string,
  spec: TableSpec,
): Promise<void> {
  const columns = Object.entries(spec.columns).map(([column, type]) =>
    columnOf(dialect, column, type),
  )
  const key = sql`primary key (${sql.join(spec.key.map((column) => sql.id(column)))})`
  await sql`create table ${sql.id(name)} (${sql.join([...columns, key])}) ${options(dialect, spec)}`.execute(
    db,
  )
}

function columnOf(dialect: Dialect, column: string, type: ColumnType) {
  const text = sql.raw(dialect === 'sqlite' ? 'text' : 'text collate "C"')
  const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint')
  const date = sql.raw(dialect === 'sqlite' ? 'text' : 'timestamptz')
  const name = sql.id(column)
  switch (type) {
    case 'text':
      return sql`${name} ${text} not null`
    case 'text?':
      return sql`${name} ${text}`
    case 'instant':
      return sql`${name} ${integer} not null`
    case 'instant?':
      return sql`${name} ${integer}`
    case 'amount':
      return sql`${name} ${integer} not null check (${name} >= 0)`
    case 'amount?':
      return sql`${name} ${integer} check (${name} >= 0)`
    case 'yes-no':
      return sql`${name} ${integer} not null check (${name} in (0, 1))`
    case 'flag':
      return sql`${name} ${sql.raw(dialect === 'sqlite' ? 'integer' : 'boolean')} not null`
    case 'date':
      return sql`${name} ${date} not null`
    case 'date?':
      return sql`${name} ${date}`
    default:
      return type satisfies never
  }
}

function options(dialect: Dialect, spec: TableSpec) {
  // A new cycle is at first a small part of a table; plans must know its rows all the same.
  if (dialect === 'postgres') return sql.raw('with (autovacuum_analyze_scale_factor = 0.02)')
  return sql.raw(spec.large ? 'strict' : 'strict, without rowid')
}
