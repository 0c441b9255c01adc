import type { MemberPageQuery, MemberRow, SwitchDefault } from '#api/ports.ts'
import type { Member } from '#api/records.ts'
import { searchKey } from '#api/search-key.ts'
import { workFrom } from '#shared/credits/limit.ts'
import type { Switch } from '#shared/credits/pay-as-you-go.ts'
import { compareText } from './compare.ts'
import { decisionsOf } from './decisions.ts'
import { nameKey } from './name-key.ts'
import { accountId, type Tables, totalsId } from './tables.ts'

export function memberPage(tables: Tables, query: MemberPageQuery): MemberRow[] {
  const matching = matchingRows(tables, query)
  const sign = query.order === 'asc' ? 1 : -1
  matching.sort((a, b) => sign * compareRows(a, b))
  const { after } = query
  const start = after
    ? matching.findIndex((row) => {
        const last = { sortValue: after.value, member: { id: after.id } }
        return sign * compareRows(row, last) > 0
      })
    : 0
  return start < 0 ? [] : matching.slice(start, start + query.limit)
}

export function matchingRows(tables: Tables, query: MemberPageQuery): MemberRow[] {
  const decided = decisionsOf(tables, query)
  return [...tables.members.values()].flatMap(
    (member) => rowOf(tables, query, { member, decision: decided(member.id) }) ?? [],
  )
}

/** The last decision wins; without one, the plan's default. */
export function isSwitchedOn(standard: SwitchDefault, decision: Switch | undefined): boolean {
  if (!standard.offered) return false
  const { team } = standard
  const last = (decision?.seq ?? 0) > (team?.seq ?? 0) ? decision : team
  return last?.on ?? standard.on
}

function rowOf(
  tables: Tables,
  query: MemberPageQuery,
  { member, decision }: { member: Member; decision: Switch | undefined },
): MemberRow | undefined {
  const { cycle, resource, fresh, holds } = query
  if (member.removedAt !== undefined && member.removedAt <= cycle.start) return undefined
  const total = tables.totals
    .get(totalsId({ cycle: cycle.id, resource, dimension: 'member' }))
    ?.get(member.id)
  if (member.createdAt >= cycle.end && !total) return undefined
  if (!isFound(member, query.search)) return undefined
  const account =
    holds === 'own'
      ? tables.accounts.get(accountId({ cycle: cycle.id, resource, holder: member.id }))
      : undefined
  const facts = account?.facts ?? fresh
  if (query.limitState && facts.limit !== query.limitState) return undefined
  const on = isSwitchedOn(query.switchDefault, decision)
  const hasBoughtLeft = facts.boughtLeft > 0
  const work = workFrom({ resource, atLimit: facts.atLimit, hasBoughtLeft, on })
  if (query.workState && work !== query.workState) return undefined
  const used = holds === 'own' ? facts.used : (total?.credits ?? 0)
  const costMicros = total?.costMicros ?? 0
  const row = { member, used, costMicros, ...(account ? { account } : {}) }
  const values = {
    used,
    share: holds === 'own' ? facts.shareBps : used,
    left: facts.left,
    cost: costMicros,
    name: nameKey(member),
  }
  const sortValue = values[query.sort]
  return decision ? { ...row, decision, sortValue } : { ...row, sortValue }
}

function isFound(member: Member, search: string | undefined): boolean {
  if (!search) return true
  const wanted = searchKey(search)
  return nameKey(member).includes(wanted) || searchKey(member.email).includes(wanted)
}

type Comparable = { sortValue: string | number; member: { id: string } }

function compareRows(a: Comparable, b: Comparable): number {
  const byValue =
    typeof a.sortValue === 'number' && typeof b.sortValue === 'number'
      ? a.sortValue - b.sortValue
      : compareText(String(a.sortValue), String(b.sortValue))
  return byValue || compareText(a.member.id, b.member.id)
}
