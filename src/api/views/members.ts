import type { MembersQuery } from '#shared/contract/page.ts'
import type { MemberBalance } from '#shared/contract/usage.ts'
import { openAccount } from '#shared/credits/account.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { type Allowance, allowanceOf } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { LIMIT_STATES, type LimitState, standing, type WorkState } from '#shared/credits/limit.ts'
import { effectivePayAsYouGo } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer } from '../answer.ts'
import type { MemberPageQuery, MemberRow, SwitchDefault } from '../ports.ts'
import { decodeCursor, encodeCursor, type ListAsked } from './cursor.ts'
import { freshFacts, switchDefault } from './holder.ts'
import { ownKeyUsesOf } from './own-key.ts'
import { decidedBefore, type Figures } from './view.ts'

export type MembersView = { members: MemberBalance[]; matching: number; nextCursor?: string }

export async function membersView(
  view: Figures,
  options: { cycle: Cycle; resource: Resource; query: Omit<MembersQuery, 'cycle'> },
): Promise<Answer<MembersView>> {
  const { cycle, resource, query } = options
  const search = query.search?.trim() || undefined
  const { sort, order, state } = query
  const list = { team: view.terms.team.id, cycle: cycle.id, resource, sort, order, state, search }
  const after = afterOf(query, list)
  if (!after.ok) return after
  const before = decidedBefore(view, cycle)
  const standard = await switchDefault(view, resource, before)
  const page = await view.reads.memberPage({
    cycle,
    resource,
    holds: holds(view, resource),
    fresh: freshFacts(view, { cycle, resource }),
    switchDefault: standard,
    decidedBefore: before,
    search,
    ...stateFilter(state),
    sort,
    order,
    after: after.value,
    limit: query.limit,
  })
  const holders = page.rows.map((row) => row.member.id)
  const isOpen = view.asOf < cycle.end
  const [pending, ownKey] = await Promise.all([
    isOpen
      ? view.reads.heldByHolder({ resource, holders, at: view.clock })
      : new Map<string, Credits>(),
    ownKeyUsesOf(view, { cycle, resource, members: holders }),
  ])
  const last = page.rows.at(-1)
  const hasMore = page.rows.length === query.limit && page.matching > page.rows.length
  return answer({
    members: page.rows.map((row) => ({
      ...balanceOf(view, { cycle, resource, standard, row, pending }),
      ownKey: ownKey.get(row.member.id) ?? 0,
    })),
    matching: page.matching,
    ...(hasMore && last
      ? { nextCursor: encodeCursor({ value: last.sortValue, id: last.member.id }, list) }
      : {}),
  })
}

function afterOf(
  { cursor, sort }: Pick<MembersQuery, 'cursor' | 'sort'>,
  list: ListAsked,
): Answer<MemberPageQuery['after']> {
  if (cursor === undefined) return answer(undefined)
  const wanted = sort === 'name' ? 'string' : 'number'
  return decodeCursor(cursor, { list, fits: ({ value }) => typeof value === wanted })
}

function holds({ terms }: Figures, resource: Resource): MemberPageQuery['holds'] {
  return terms.plan.entitlements[resource].holder === 'member' ? 'own' : 'shared'
}

function stateFilter(state: MembersQuery['state']): {
  limitState?: LimitState
  workState?: WorkState
} {
  if (state === undefined) return {}
  return isLimitState(state) ? { limitState: state } : { workState: state }
}

function isLimitState(state: LimitState | WorkState): state is LimitState {
  return LIMIT_STATES.some((known) => known === state)
}

function balanceOf(
  view: Figures,
  options: {
    cycle: Cycle
    resource: Resource
    standard: SwitchDefault
    row: MemberRow
    pending: ReadonlyMap<string, Credits>
  },
): Omit<MemberBalance, 'ownKey'> {
  const { cycle, resource, standard, row } = options
  const entitlement = view.terms.plan.entitlements[resource]
  const payAsYouGo = effectivePayAsYouGo({
    offer: entitlement.payAsYouGo,
    team: standard.team,
    member: row.decision,
  }).kind
  const { id, name, email, removedAt } = row.member
  const common = {
    member: { id, name, email, removed: removedAt !== undefined && removedAt <= view.asOf },
    payAsYouGo,
    costMicros: row.costMicros,
  }
  if (entitlement.holder !== 'member') {
    // It is switched for the team alone.
    const shared = { kind: 'shared' as const, used: row.used }
    return { ...common, payAsYouGo: 'unavailable', balance: shared }
  }
  const allowance: Allowance = allowanceOf(entitlement, 1)
  const account = row.account?.account ?? openAccount(allowance)
  const at: Millis = Math.min(view.asOf, cycle.end - 1)
  const pending = options.pending.get(id) ?? 0
  // At the team's spend cap a switch that is on buys nothing.
  const buys = payAsYouGo === 'on' && !standard.offered ? 'off' : payAsYouGo
  const own = standing({ resource, account, bonus: [], payAsYouGo: buys, pending, at })
  return { ...common, balance: { kind: 'own', standing: own } }
}
