import { type RawBuilder, sql } from 'kysely'
import type { Db, TableShape } from './engine.ts'

/** Of whatever table: what its columns hold is known by its shape only. */
export type AnyRow = Record<string, unknown>

/** The next rows of a table that are `among` those asked for, in the order of its key. */
export async function rowsAfter(
  db: Db,
  options: {
    table: TableShape
    among: readonly RawBuilder<unknown>[]
    after: AnyRow | undefined
    limit: number
  },
): Promise<AnyRow[]> {
  const { table, among, after, limit } = options
  const key = sql.join(table.key.map((column) => sql.id(column)))
  const last = after && sql.join(table.key.map((column) => sql`${after[column]}`))
  const conditions = [sql`1 = 1`, ...among, ...(last ? [sql`(${key}) > (${last})`] : [])]
  const { rows } = await sql<AnyRow>`
    select * from ${sql.table(table.name)} where ${sql.join(conditions, sql` and `)}
    order by ${key} limit ${sql.lit(limit)}`.execute(db)
  return rows
}
