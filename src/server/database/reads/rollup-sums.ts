import { sql } from 'kysely'
import type { Holder } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { resourceFrom } from '../rows/values.ts'

export type RollupSums = {
  table: 'rollups' | 'rollup_hours'
  /** What is summed. */
  column: 'credits' | 'charges'
  team: string
  holders: readonly Holder[]
  resources: readonly Resource[]
  /** [from, to), each with a number that its sums carry. */
  spans: readonly { id: number; from: Millis; to: Millis }[]
}

export type RollupSum = {
  holder: Holder
  resource: Resource
  kind: string
  span: number
  sum: number
}

/**
 * One sum for each kind and span, each a short walk along the table's key: grouping the rows
 * instead would sort them all. The kinds are found by jumping from one to the next in the key.
 * Where nothing was used there is no row.
 */
export async function rollupSums(engine: Engine, db: Db, of: RollupSums): Promise<RollupSum[]> {
  const { team, holders, resources, spans } = of
  if (holders.length === 0 || resources.length === 0 || spans.length === 0) return []
  const table = sql.table(of.table)
  const accounts = holders.flatMap((holder) => resources.map((resource) => [holder, resource]))
  const pieces = spans.map(({ id, from, to }) => [id, from, to])
  const { rows } = await sql<Record<keyof RollupSum, unknown>>`
    with recursive kinds(holder, resource, kind) as (
      select account.value ->> 0, account.value ->> 1, (
        select min(head.kind) from ${table} as head
        where head.team_id = ${team} and head.holder = account.value ->> 0
          and head.resource = account.value ->> 1)
      from ${engine.each(accounts, 'account')}
      union all
      select kinds.holder, kinds.resource, (
        select min(later.kind) from ${table} as later
        where later.team_id = ${team} and later.holder = kinds.holder
          and later.resource = kinds.resource and later.kind > kinds.kind)
      from kinds where kinds.kind is not null
    )
    select kinds.holder, kinds.resource, kinds.kind, piece.value ->> 0 as span, (
      select sum(${sql.ref(`part.${of.column}`)}) from ${table} as part
      where part.team_id = ${team} and part.holder = kinds.holder
        and part.resource = kinds.resource and part.kind = kinds.kind
        and part.bucket >= cast(piece.value ->> 1 as bigint)
        and part.bucket < cast(piece.value ->> 2 as bigint)) as sum
    from kinds cross join ${engine.each(pieces, 'piece')}
    where kinds.kind is not null
  `.execute(db)
  return rows.flatMap((row) => (row.sum === null ? [] : [sumFrom(row)]))
}

function sumFrom(row: Record<keyof RollupSum, unknown>): RollupSum {
  return {
    holder: String(row.holder),
    resource: resourceFrom(String(row.resource)),
    kind: String(row.kind),
    span: integerFrom(row.span),
    sum: integerFrom(row.sum),
  }
}
