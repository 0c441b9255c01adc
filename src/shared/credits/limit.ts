import { type Account, boughtLeft, includedLeft, totalOf, usedOfAllowance } from './account.ts'
import type { Bps, Credits, Millis } from './amounts.ts'
import { activeCredits, type Balance } from './burn-down.ts'
import type { Allowance } from './catalog.ts'
import { RESOURCE_TRAITS, type Resource } from './resources.ts'

/** From how much of the allowance on an account is close to its limit. */
export const WARNING_BPS: Bps = 7_500
const WHOLE_BPS: Bps = 10_000

export const LIMIT_STATES = ['ok', 'warning', 'reached', 'exceeded'] as const
export type LimitState = (typeof LIMIT_STATES)[number]

/** What the limit means for new work. */
export const WORK_STATES = ['open', 'on-pay-as-you-go', 'suspended', 'paused'] as const
export type WorkState = (typeof WORK_STATES)[number]

/** How much of the allowance is used; a share of nothing, or of no limit, is not a number. */
export type Share = { kind: 'share'; bps: Bps } | { kind: 'not-applicable' }

/** All that a screen, a header or an alert says of an account. */
export type Standing = {
  allowance: Allowance
  used: Credits
  /** What of it counts against the allowance; less after the limit was raised. */
  ofAllowance: Credits
  /** Of the allowance. */
  left: { kind: 'limited'; credits: Credits } | { kind: 'unlimited' }
  bonusLeft: Credits
  /** Left in pay-as-you-go blocks already bought. */
  boughtLeft: Credits
  /** Set aside for runs that were admitted and have not reported all of their use. */
  pending: Credits
  share: Share
  limit: LimitState
  work: WorkState
}

/** Zero used of a zero allowance is `reached`; without a limit the state is always `ok`. */
export function limitState(used: Credits, allowance: Allowance): LimitState {
  if (allowance.kind === 'unlimited') return 'ok'
  if (used > allowance.credits) return 'exceeded'
  if (used === allowance.credits) return 'reached'
  return used * WHOLE_BPS >= allowance.credits * WARNING_BPS ? 'warning' : 'ok'
}

/** Rounded down, so that 100 % is never shown before it is there. */
export function shareOf(used: Credits, allowance: Allowance): Share {
  if (allowance.kind === 'unlimited' || allowance.credits === 0) return { kind: 'not-applicable' }
  return { kind: 'share', bps: Math.floor((used * WHOLE_BPS) / allowance.credits) }
}

/** The least use at which a limited allowance counts as close to its limit. */
export function warningFrom(allowance: Credits): Credits {
  // Rounded up: the first whole credit for which `limitState` says `warning`.
  return Math.ceil((allowance * WARNING_BPS) / WHOLE_BPS)
}

/**
 * Whether new work starts. Open while included or bonus credits are left; then on pay-as-you-go
 * while the switch is on or bought credits are left; then stopped.
 */
export function workState(options: {
  resource: Resource
  account: Account
  bonus: readonly Balance[]
  payAsYouGo: 'on' | 'off' | 'unavailable'
  at: Millis
}): WorkState {
  const { resource, account, bonus, payAsYouGo, at } = options
  return workFrom({
    resource,
    atLimit: isAtLimit(account, bonus, at),
    hasBoughtLeft: boughtLeft(account) > 0,
    on: payAsYouGo === 'on',
  })
}

/** {@link workState} from facts of an account that are known already. */
export function workFrom(facts: {
  resource: Resource
  atLimit: boolean
  hasBoughtLeft: boolean
  on: boolean
}): WorkState {
  if (!facts.atLimit) return 'open'
  if (facts.on || facts.hasBoughtLeft) return 'on-pay-as-you-go'
  return RESOURCE_TRAITS[facts.resource].atLimit
}

/** Whether new work does not start. */
export function isStopped(work: WorkState): boolean {
  return work === 'suspended' || work === 'paused'
}

/** Whether nothing included or bonus is left: only pay-as-you-go keeps work going. */
export function isAtLimit(account: Account, bonus: readonly Balance[], at: Millis): boolean {
  return includedLeft(account) === 0 && activeCredits(bonus, at) === 0
}

export function standing(options: {
  resource: Resource
  account: Account
  bonus: readonly Balance[]
  payAsYouGo: 'on' | 'off' | 'unavailable'
  pending: Credits
  at: Millis
}): Standing {
  const { account, bonus, pending, at } = options
  const { allowance } = account
  const ofAllowance = usedOfAllowance(account)
  return {
    allowance,
    used: totalOf(account.used),
    ofAllowance,
    left:
      allowance.kind === 'unlimited'
        ? { kind: 'unlimited' }
        : { kind: 'limited', credits: includedLeft(account) },
    bonusLeft: activeCredits(bonus, at),
    boughtLeft: boughtLeft(account),
    pending,
    share: shareOf(ofAllowance, allowance),
    limit: limitState(ofAllowance, allowance),
    work: workState(options),
  }
}
