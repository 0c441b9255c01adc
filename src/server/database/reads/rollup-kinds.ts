import { type RawBuilder, sql } from 'kysely'
import type { Holder } from '#api/records.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { Engine } from '../engine.ts'

/**
 * The body of a recursive `kinds(holder, resource, kind)`: the kinds that each account has used,
 * found by jumping from one to the next in the table's key. With them each walk along the key is
 * short; grouping the rows instead would read those of all cycles. An account's last kind is null.
 */
export function kindsUsed(
  engine: Engine,
  of: { table: string; team: string; holders: readonly Holder[]; resources: readonly Resource[] },
): RawBuilder<unknown> {
  const table = sql.table(of.table)
  const accounts = of.holders.flatMap((holder) =>
    of.resources.map((resource) => [holder, resource]),
  )
  return sql`
    select account.holder, account.resource, (
      select min(head.kind) from ${table} as head
      where head.team_id = ${of.team} and head.holder = account.holder
        and head.resource = account.resource)
    from ${engine.each(accounts, { name: 'account', columns: ['holder', 'resource'] })}
    union all
    select kinds.holder, kinds.resource, (
      select min(later.kind) from ${table} as later
      where later.team_id = ${of.team} and later.holder = kinds.holder
        and later.resource = kinds.resource and later.kind > kinds.kind)
    from kinds where kinds.kind is not null`
}
