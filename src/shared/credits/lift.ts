import type { PayAsYouGo } from './account.ts'
import { type Catalog, largerPlan, type Plan } from './catalog.ts'
import type { Resource } from './resources.ts'

export const LIFTS = ['turn-on', 'raise-cap', 'turn-on-and-raise-cap', 'none'] as const

/** What a Billing admin can do so that stopped work goes on at once, short of a larger plan. */
export type Lift = (typeof LIFTS)[number]

/**
 * Of an account whose work has stopped. At the team's spend cap a switch that is on buys nothing,
 * and one that is off would buy nothing.
 *
 * @param payAsYouGo how it is switched, whatever the cap lets through
 */
export function liftOf(options: { payAsYouGo: PayAsYouGo['kind']; capReached: boolean }): Lift {
  const { payAsYouGo, capReached } = options
  switch (payAsYouGo) {
    case 'unavailable':
      return 'none'
    case 'off':
      return capReached ? 'turn-on-and-raise-cap' : 'turn-on'
    case 'on':
      return capReached ? 'raise-cap' : 'none'
    default:
      return payAsYouGo satisfies never
  }
}

/**
 * The same in words, on the page and in messages; nothing for `none`.
 *
 * @param canSwitch whether the reader is the one to do it
 * @param whom ` for the paused members`, where turning it on would not be for all
 */
export function liftSentence(
  lift: Lift,
  { canSwitch, whom = '' }: { canSwitch: boolean; whom?: string },
): string | undefined {
  switch (lift) {
    case 'turn-on':
      return canSwitch
        ? `Turning on pay-as-you-go${whom} lifts this at once.`
        : `A Billing admin can turn on pay-as-you-go${whom}, which lifts this at once.`
    case 'raise-cap':
      return canSwitch
        ? 'The spend cap is reached; raising it lifts this at once.'
        : 'The spend cap is reached; a Billing admin can raise it, which lifts this at once.'
    case 'turn-on-and-raise-cap':
      return canSwitch
        ? `The spend cap is reached; raising it and turning on pay-as-you-go${whom} lifts this at once.`
        : `The spend cap is reached; a Billing admin can raise it and turn on pay-as-you-go${whom}, which lifts this at once.`
    case 'none':
      return undefined
    default:
      return lift satisfies never
  }
}

/** What lifts a limit where pay-as-you-go is not offered. */
export type Otherwise = {
  /** Bonus credits can be bought. */
  bonus: boolean
  /** The name of the smallest larger plan; none where there is no larger one. */
  plan?: string | undefined
}

export function otherwiseOf(catalog: Catalog, plan: Plan, resource: Resource): Otherwise {
  const larger = largerPlan(catalog, plan, resource)
  return {
    bonus: catalog.bonusPacks.some((pack) => pack.resource === resource),
    ...(larger ? { plan: larger.name } : {}),
  }
}

/** The smallest change of those, and whose it is. */
export function otherwiseSentence(
  { bonus, plan }: Otherwise,
  { canSwitch }: { canSwitch: boolean },
): string {
  if (bonus) {
    return canSwitch
      ? 'Buying bonus credits lifts this at once.'
      : 'A Billing admin can buy bonus credits, which lifts this at once.'
  }
  return plan === undefined
    ? 'Nothing lifts it before.'
    : `The ${plan} plan lifts this at once; a team admin can choose it.`
}
