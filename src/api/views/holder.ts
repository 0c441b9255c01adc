import type { ResourceUsage } from '#shared/contract/usage.ts'
import { openAccount } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { allowanceOf } from '#shared/credits/catalog.ts'
import { type Cycle, cycleAt } from '#shared/credits/cycle.ts'
import { isStopped, workFrom } from '#shared/credits/limit.ts'
import { isAtCap } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { factsOf } from '../ledger/facts.ts'
import type { AccountFacts, AccountStateCount, SwitchDefault } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'
import { teamSpending } from '../spending/team-spending.ts'
import { ownKeyUsesOf } from './own-key.ts'
import type { Subject } from './resource-usage.ts'
import { decidedBefore, type Figures, type View } from './view.ts'

type Holder = ResourceUsage['holder']
type Counts = Extract<Holder, { kind: 'members' }>['counts']

/** Whose allowance the figures are. */
export async function holderOf(
  view: View,
  options: { cycle: Cycle; resource: Resource; subject: Subject; seats: number },
): Promise<Holder> {
  const { cycle, resource, subject, seats } = options
  const { holder } = view.terms.plan.entitlements[resource]
  const ownMember = { id: subject.holder, name: subject.name }
  const ownUses = async () => {
    const uses = await ownKeyUsesOf(view, { cycle, resource, members: [subject.holder] })
    return uses.get(subject.holder) ?? 0
  }
  switch (holder) {
    case 'team':
      return { kind: 'team' }
    case 'pool': {
      if (subject.holder === TEAM_HOLDER) return { kind: 'pool', members: seats }
      const [used, ownKey] = await Promise.all([
        usedOfPool(view, { cycle, resource, member: subject.holder }),
        ownUses(),
      ])
      return { kind: 'pool', members: seats, own: { member: ownMember, used, ownKey } }
    }
    case 'member':
      return subject.holder === TEAM_HOLDER
        ? { kind: 'members', counts: await memberCounts(view, { cycle, resource, seats }) }
        : { kind: 'member', member: ownMember, ownKey: await ownUses() }
    default:
      return holder satisfies never
  }
}

/** How pay-as-you-go stands, or stood, for members that no decision names. */
export async function switchDefault(
  view: Figures,
  resource: Resource,
  decidedBefore?: Millis,
): Promise<SwitchDefault> {
  const offer = view.terms.plan.entitlements[resource].payAsYouGo
  const [[team], atCap] = await Promise.all([
    view.reads.switches(resource, [], decidedBefore),
    // At its spend cap it is as if it were not offered; how a past cycle's stood nobody asks.
    decidedBefore === undefined && isAtCapNow(view, resource),
  ])
  return {
    offered: offer.kind === 'offered' && !atCap,
    on: offer.kind === 'offered' && offer.byDefault === 'on',
    team: team ? { on: team.on, seq: team.seq } : undefined,
  }
}

async function isAtCapNow({ reads, terms, asOf }: Figures, resource: Resource): Promise<boolean> {
  const offer = terms.plan.entitlements[resource].payAsYouGo
  const cap = terms.caps.get(resource)
  if (offer.kind === 'unavailable' || !cap) return false
  const { id: cycle } = cycleAt(terms.billing, asOf)
  return isAtCap(await teamSpending(reads, { cycle, resource, capMicros: cap.micros }), offer)
}

/** The facts of a member who has used nothing in the cycle. */
export function freshFacts(
  view: Figures,
  options: { cycle: Cycle; resource: Resource },
): AccountFacts {
  const allowance = allowanceOf(view.terms.plan.entitlements[options.resource], 1)
  const account = openAccount(allowance)
  return factsOf({ account, bonus: [], at: options.cycle.start })
}

/** Members' rollups tell their part of a pool that they share. */
async function usedOfPool(
  { reads }: View,
  options: { cycle: Cycle; resource: Resource; member: string },
): Promise<number> {
  const { cycle, resource, member } = options
  const use = await reads.dailyUse({ holders: [member], resources: [resource], days: [cycle] })
  return use.reduce((sum, row) => sum + row.credits, 0)
}

async function memberCounts(
  view: View,
  options: { cycle: Cycle; resource: Resource; seats: number },
): Promise<Counts> {
  const { cycle, resource, seats } = options
  const before = decidedBefore(view, cycle)
  const standard = await switchDefault(view, resource, before)
  const query = { cycle: cycle.id, resource, decidedBefore: before }
  // At the cap nobody buys, but how each is switched still tells what lifts it.
  const offered = view.terms.plan.entitlements[resource].payAsYouGo.kind === 'offered'
  const switchDefaults = { ...standard, offered }
  const states = await view.reads.accountStates({ ...query, switchDefault: switchDefaults })
  const withAccount = states.reduce((sum, state) => sum + state.count, 0)
  const fresh = freshFacts(view, { cycle, resource })
  const unused: AccountStateCount = {
    limit: fresh.limit,
    atLimit: fresh.atLimit,
    hasBoughtLeft: false,
    on: offered && (standard.team?.on ?? standard.on),
    count: Math.max(0, seats - withAccount),
  }
  const counts: Counts = {
    members: seats,
    byLimit: { ok: 0, warning: 0, reached: 0, exceeded: 0 },
    byWork: { open: 0, 'on-pay-as-you-go': 0, suspended: 0, paused: 0 },
    stoppedOff: 0,
  }
  for (const state of [...states, unused]) {
    counts.byLimit[state.limit] += state.count
    const work = workFrom({ resource, ...state, on: state.on && standard.offered })
    counts.byWork[work] += state.count
    if (isStopped(work) && !state.on) counts.stoppedOff += state.count
  }
  return counts
}
