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

type Asked = { cycle: Cycle; resource: Resource; query: Omit<MembersQuery, 'cycle'> }

/** One page of the members, and how many there are on all of them. */
export async function membersView(view: Figures, options: Asked): Promise<Answer<MembersView>> {
  const page = await pageAsked(view, options)
  if (!page.ok) return page
  const { list, wanted } = page.value
  const matching = await view.reads.countMatching(wanted)
  // Whoever matches none is not looked for in the order of the page, which would be all of them.
  const rows = matching === 0 ? [] : await view.reads.memberPage(wanted)
  const last = rows.at(-1)
  const hasMore = rows.length === wanted.limit && matching > rows.length
  return answer({
    members: await balancesOf(view, { wanted, rows }),
    matching,
    ...(hasMore && last
      ? { nextCursor: encodeCursor({ value: last.sortValue, id: last.member.id }, list) }
      : {}),
  })
}

/** The first of the members, however many there are. */
export async function firstMembers(view: Figures, options: Asked): Promise<MemberBalance[]> {
  const wanted = await wantedOf(view, { ...options, after: undefined })
  return balancesOf(view, { wanted, rows: await view.reads.memberPage(wanted) })
}

async function pageAsked(
  view: Figures,
  options: Asked,
): Promise<Answer<{ list: ListAsked; wanted: MemberPageQuery }>> {
  const { cycle, resource, query } = options
  const { sort, order, state } = query
  const search = searchIn(query)
  const list = { team: view.terms.team.id, cycle: cycle.id, resource, sort, order, state, search }
  const after = afterOf(query, list)
  if (!after.ok) return after
  return answer({ list, wanted: await wantedOf(view, { ...options, after: after.value }) })
}

async function wantedOf(
  view: Figures,
  options: Asked & Pick<MemberPageQuery, 'after'>,
): Promise<MemberPageQuery> {
  const { cycle, resource, query, after } = options
  const { sort, order, limit } = query
  const before = decidedBefore(view, cycle)
  return {
    cycle,
    resource,
    holds: holds(view, resource),
    fresh: freshFacts(view, { cycle, resource }),
    switchDefault: await switchDefault(view, resource, before),
    decidedBefore: before,
    search: searchIn(query),
    ...stateFilter(query.state),
    sort,
    order,
    after,
    limit,
  }
}

function searchIn({ search }: Pick<MembersQuery, 'search'>): string | undefined {
  return search?.trim() || undefined
}

async function balancesOf(
  view: Figures,
  { wanted, rows }: { wanted: MemberPageQuery; rows: readonly MemberRow[] },
): Promise<MemberBalance[]> {
  const { cycle, resource, switchDefault: standard } = wanted
  const holders = rows.map((row) => row.member.id)
  const isOpen = view.asOf < cycle.end
  const [pending, ownKey] = await Promise.all([
    isOpen
      ? view.reads.heldByHolder({ resource, holders, at: view.clock })
      : new Map<string, Credits>(),
    ownKeyUsesOf(view, { cycle, resource, members: holders }),
  ])
  return rows.map((row) => ({
    ...balanceOf(view, { cycle, resource, standard, row, pending }),
    ownKey: ownKey.get(row.member.id) ?? 0,
  }))
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
    cycle: Pick<Cycle, 'id' | 'end'>
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
