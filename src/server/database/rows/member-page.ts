import type { MemberPageQuery, MemberRow } from '#api/ports.ts'
import { type AccountColumns, accountFrom } from './account.ts'
import { type MemberColumns, memberFrom } from './member.ts'

export type PageRow = MemberColumns & {
  name_key: string
  total_credits: number | null
  total_micros: number | null
  seq: number | null
  switched_on: number | null
} & (
    | (AccountColumns & { used: number; share_bps: number; left_credits: number })
    | { holder: null }
  )

export function memberRowFrom(query: MemberPageQuery, row: PageRow): MemberRow {
  const own = query.holds === 'own'
  const account = row.holder === null ? undefined : row
  const costMicros = row.total_micros ?? 0
  const totalCredits = row.total_credits ?? 0
  const used = own ? (account?.used ?? query.fresh.used) : totalCredits
  const values = {
    used,
    share: own ? (account?.share_bps ?? query.fresh.shareBps) : used,
    left: account?.left_credits ?? query.fresh.left,
    cost: costMicros,
    name: row.name_key,
  }
  return {
    member: memberFrom(row),
    ...(account ? { account: accountFrom(account) } : {}),
    used,
    costMicros,
    ...(row.seq === null ? {} : { decision: { on: row.switched_on === 1, seq: row.seq } }),
    sortValue: values[query.sort],
  }
}

/** As the databases compare text: by code point, which is the order of UTF-8. */
export function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
