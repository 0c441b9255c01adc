import type { Entitlement, Plan } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { cycleAtInstant, type Span } from './calendar.ts'
import { type Charge, type ModelTeam, type Split, TEAM } from './team.ts'

/** An allowance without a limit. */
export const ENDLESS = Number.POSITIVE_INFINITY

export type Account = {
  used: Split
  total: number
  bought: { blocks: number; credits: number; micros: number }
}

export type AccountKey = { cycle: Span; resource: Resource; holder: string }

export function cycleOf(team: ModelTeam, at: number): Span {
  return cycleAtInstant(team.made.zone, team.made.anchor, at)
}

/** Where the clock was set back into a closed cycle, the team waits at its end. */
export function timeOf(team: ModelTeam, clock: number): number {
  return Math.max(clock, team.closed.at(-1)?.end ?? clock)
}

export function planNow(team: ModelTeam): string {
  return team.plans.at(-1)?.plan ?? team.made.plan
}

/** The plan that the team was on when the cycle ended. */
export function planIn(team: ModelTeam, cycle: Span): Plan {
  const id = team.plans.findLast(({ at }) => at < cycle.end)?.plan ?? team.made.plan
  const plan = DEFAULT_CATALOG.plans.find((each) => each.id === id)
  if (!plan) throw new Error(`no plan ${id}`)
  return plan
}

export function entitlementIn(team: ModelTeam, cycle: Span, resource: Resource): Entitlement {
  return planIn(team, cycle).entitlements[resource]
}

export function allowanceOf(team: ModelTeam, { cycle, resource, holder }: AccountKey): number {
  const given = entitlementIn(team, cycle, resource)
  const isMembers = given.holder === 'member'
  if (isMembers !== (holder !== TEAM)) return ENDLESS
  if (given.allowance.kind === 'unlimited') return ENDLESS
  if (given.holder !== 'pool') return given.allowance.credits
  return given.allowance.credits * membersIn(team, cycle.start, cycle.end)
}

/** Those who were there at some time from `since` on, of those who had joined before. */
export function membersIn(team: ModelTeam, since: number, before = ENDLESS): number {
  return team.members.filter(
    ({ joined, left }) => joined < before && (left === undefined || left > since),
  ).length
}

/** A team's charges by cycle and resource, so that a year is not gone through for each event. */
const shelves = new WeakMap<Charge[], { count: number; of: Map<string, Charge[]> }>()

export function chargesIn(team: ModelTeam, cycle: string, resource: Resource): Charge[] {
  const shelf = shelves.get(team.charges) ?? { count: 0, of: new Map<string, Charge[]>() }
  shelves.set(team.charges, shelf)
  for (const charge of team.charges.slice(shelf.count)) {
    const key = `${charge.cycle} ${charge.resource}`
    const shelved = shelf.of.get(key)
    if (shelved) shelved.push(charge)
    else shelf.of.set(key, [charge])
  }
  shelf.count = team.charges.length
  return shelf.of.get(`${cycle} ${resource}`) ?? []
}

/** The sum of its charges: of all of them for the team, of their own for a member. */
export function accountOf(team: ModelTeam, { cycle, resource, holder }: AccountKey): Account {
  const used = { included: 0, bonus: 0, payAsYouGo: 0, uncovered: 0 }
  const bought = { blocks: 0, credits: 0, micros: 0 }
  for (const charge of chargesIn(team, cycle.id, resource)) {
    if (holder !== TEAM && charge.member !== holder) continue
    used.included += charge.split.included
    used.bonus += charge.split.bonus
    used.payAsYouGo += charge.split.payAsYouGo
    used.uncovered += charge.split.uncovered
    bought.blocks += charge.blocks
    bought.credits += charge.blocks * charge.blockCredits
    bought.micros += charge.blocks * charge.blockMicros
  }
  const total = used.included + used.bonus + used.payAsYouGo + used.uncovered
  return { used, total, bought }
}

export function includedLeft(account: Account, allowance: number): number {
  return Math.max(0, allowance - account.used.included)
}

export function boughtLeft(account: Account): number {
  return Math.max(0, account.bought.credits - account.used.payAsYouGo)
}

/** Bonus packs are the team's and of the assistant; each may be used from when it was bought. */
export function bonusLeft(team: ModelTeam, resource: Resource, at: number): number {
  if (resource !== 'assistant') return 0
  const there = team.grants.filter((grant) => grant.at <= at)
  return there.reduce((sum, grant) => sum + grant.left, 0)
}

export type Buying =
  | { kind: 'unavailable' | 'off' }
  | { kind: 'on'; blockCredits: number; blockMicros: number; blocks: number }

/** Pay-as-you-go for what was used at `usedAt`, or for what starts now, and how much it may buy. */
export function buyingFor(team: ModelTeam, key: AccountKey, usedAt?: number): Buying {
  const { cycle, resource, holder } = key
  const offer = entitlementIn(team, cycle, resource).payAsYouGo
  if (offer.kind === 'unavailable') return { kind: 'unavailable' }
  const last = team.switches.findLast(
    (each) => each.resource === resource && (each.holder === TEAM || each.holder === holder),
  )
  if (!(last?.on ?? offer.byDefault === 'on')) return { kind: 'off' }
  if (last && usedAt !== undefined && usedAt < last.at) return { kind: 'off' }
  const cap = team.caps.findLast((each) => each.resource === resource)?.micros
  const spent = accountOf(team, { ...key, holder: TEAM }).bought.micros
  const { blockCredits, blockMicros } = offer
  const blocks = cap === undefined ? ENDLESS : Math.max(0, Math.floor((cap - spent) / blockMicros))
  return { kind: 'on', blockCredits, blockMicros, blocks }
}
