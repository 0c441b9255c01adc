import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/engine.ts'
import { type Basis, type DerivedTable, isArchived, localDays } from './derived-tables.ts'

export type Row = Readonly<Record<string, string | number>>

/** Rows of a derived table that are not what they follow from adds up to. */
export type Difference = {
  table: string
  /** What it follows from. */
  from: DerivedTable['from']
  rows: number
  /** The first of them: what is there, and what should be. */
  key: Row
  is: Row | undefined
  should: Row | undefined
}

export async function differenceIn(
  db: Db,
  derived: DerivedTable,
  basis: Basis,
): Promise<Difference | undefined> {
  const { table, from, key, sums } = derived
  const { rows: found } = await sql<Row>`${wrongRows(derived, basis)}
    select * from (
      select 'is' as side, surplus.* from surplus
      union all select 'should' as side, missing.* from missing
    ) as wrong order by ${names(key)}, side limit 2`.execute(db)
  const [first] = found
  if (!first) return undefined
  const { rows: counted } = await sql<{ count: number }>`${wrongRows(derived, basis)}
    select count(*) as count from (
      select ${names(key)} from surplus union select ${names(key)} from missing
    ) as keys`.execute(db)
  const ofKey = found.filter((row) => key.every((column) => row[column] === first[column]))
  const side = (name: string) =>
    only(
      sums,
      ofKey.find((row) => row.side === name),
    )
  return {
    table,
    from,
    rows: counted[0]?.count ?? 0,
    key: only(key, first) ?? {},
    is: side('is'),
    should: side('should'),
  }
}

/** `missing` and `surplus`; a row that sums to nothing may be there or not. */
export function wrongRows(derived: DerivedTable, basis: Basis): RawBuilder<unknown> {
  const columns = names([...derived.key, ...derived.sums])
  const isSomething = sql.join(
    derived.sums.map((column) => sql`${sql.ref(column)} <> 0`),
    sql` or `,
  )
  return sql`with ${localDays(basis)},
    expected as materialized (${derived.expected(basis)}),
    actual as (select ${columns} from ${sql.table(derived.table)} where team_id = ${basis.team}
      and not ${isArchived(derived, basis.team)}),
    missing as (select ${columns} from expected where ${isSomething} except select * from actual),
    surplus as (select * from actual where ${isSomething} except select ${columns} from expected)`
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)))
}

function only(columns: readonly string[], row: Row | undefined): Row | undefined {
  if (!row) return undefined
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? '']))
}

/** For each key that is wrong, what the charges add up to; nothing is zeros. */
export function expectedOfWrong<R>(derived: DerivedTable, basis: Basis): RawBuilder<R> {
  const { key, sums } = derived
  const same = sql.join(
    key.map((column) => sql`expected.${sql.ref(column)} = wrong.${sql.ref(column)}`),
    sql` and `,
  )
  return sql<R>`${wrongRows(derived, basis)}
    select ${sql.join(key.map((column) => sql`wrong.${sql.ref(column)}`))},
      ${sql.join(sums.map((sum) => sql`coalesce(expected.${sql.ref(sum)}, 0) as ${sql.ref(sum)}`))}
    from (select ${names(key)} from missing union select ${names(key)} from surplus) as wrong
    left join expected on ${same}`
}
