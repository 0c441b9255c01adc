import { type Credits, MAX_CREDITS, type Micros } from './amounts.ts'
import type { Resource } from './resources.ts'

/**
 * What plans give and what usage costs, as data. An operator can replace the whole of it with a
 * file. `assumed` marks a number that no public source gives; it is shown wherever the number is.
 */
export type Catalog = {
  /** ISO 4217. */
  currency: string
  plans: Plan[]
  rateCards: RateCard[]
  bonusPacks: BonusPack[]
  /** Billing is told once a cycle when its pay-as-you-go charges pass this; absent: never. */
  chargesAlert?: { micros: Micros; assumed?: true }
  /** Of one user, over all teams; 300 where it does not say. */
  requestsPerMinute?: number
}

export type Plan = {
  id: string
  name: string
  seats: { kind: 'limited'; members: number } | { kind: 'unlimited' }
  entitlements: Record<Resource, Entitlement>
}

export type Entitlement = {
  /**
   * Whose the allowance is: the team's, each member's, or given per member and pooled for the team.
   */
  holder: 'team' | 'member' | 'pool'
  allowance: Allowance & { assumed?: true }
  payAsYouGo: PayAsYouGoOffer
}

export type Allowance = { kind: 'limited'; credits: Credits } | { kind: 'unlimited' }

/** Bought in blocks; a resource billed per credit has blocks of one credit. */
export type PayAsYouGoOffer =
  | { kind: 'unavailable' }
  | {
      kind: 'offered'
      byDefault: 'on' | 'off'
      blockCredits: Credits
      blockMicros: Micros
      assumed?: true
    }

export type RateCard = {
  id: string
  resource: Resource
  /** ISO date; applies from 00:00 UTC of this day until the resource's next card. */
  appliesFrom: string
  rates: Rate[]
}

export type RunKind = 'manual' | 'cloud'

export type Rate = {
  /** What was used: a block, an action, a call. One kind in charts and breakdowns. */
  item: string
  label: string
  /** Present where the rate depends on the AI model. */
  model?: { id: string; label: string }
  per: RateUnit
  /** Credits for one unit, by kind of run; the same twice where it makes no difference. */
  credits: Record<RunKind, Credits>
  assumed?: true
}

export type RateUnit =
  /** Each one counts. */
  | { kind: 'each' }
  /** Each started portion of this many tokens counts. */
  | { kind: 'tokens'; tokens: number }
  /** The event carries the credits. */
  | { kind: 'metered' }

export type BonusPack = {
  id: string
  resource: Resource
  credits: Credits
  priceMicros: Micros
  assumed?: true
}

/** The plan of this id, or nothing: a team may not be put on a plan that isn't there. */
export function findPlan(catalog: Catalog, id: string): Plan | undefined {
  return catalog.plans.find((plan) => plan.id === id)
}

/**
 * What the holder's account starts with. A pool's allowance is per member: it grows with `seats`,
 * the members counted in the cycle.
 */
export function allowanceOf(entitlement: Entitlement, seats: number): Allowance {
  const { allowance, holder } = entitlement
  if (allowance.kind === 'unlimited') return { kind: 'unlimited' }
  const times = holder === 'pool' ? seats : 1
  // Bounded by what an account can use at all, so that shares of it stay exact.
  return { kind: 'limited', credits: Math.min(MAX_CREDITS, allowance.credits * times) }
}

/**
 * Whether a plan gives each member an allowance of the resource. Then what a member uses is counted
 * in an account of their own on every plan, so that it stays theirs when the team moves to that one.
 */
export function countsMembers(catalog: Catalog, resource: Resource): boolean {
  return catalog.plans.some(({ entitlements }) => entitlements[resource].holder === 'member')
}

/** The smallest plan that gives more of the resource; a team on the largest is told of none. */
export function largerPlan(catalog: Catalog, plan: Plan, resource: Resource): Plan | undefined {
  const sizeOf = ({ entitlements }: Plan) => {
    const allowance = allowanceOf(entitlements[resource], 1)
    return allowance.kind === 'unlimited' ? Number.POSITIVE_INFINITY : allowance.credits
  }
  return catalog.plans
    .filter((candidate) => sizeOf(candidate) > sizeOf(plan))
    .sort((a, b) => sizeOf(a) - sizeOf(b))
    .at(0)
}

export function isSameAllowance(a: Allowance, b: Allowance): boolean {
  if (a.kind === 'unlimited' || b.kind === 'unlimited') return a.kind === b.kind
  return a.credits === b.credits
}
