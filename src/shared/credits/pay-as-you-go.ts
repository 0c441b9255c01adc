import type { Account, PayAsYouGo } from './account.ts'
import type { Micros, Millis } from './amounts.ts'
import type { PayAsYouGoOffer } from './catalog.ts'

/** A decision of a Billing admin; `seq` counts a team's decisions, so no two are equal. */
export type Switch = {
  on: boolean
  seq: number
  /** When it was decided; only needed where use from before it may be charged. */
  at?: Millis
}

/** What a team spent on a resource's pay-as-you-go in a cycle, over all its members, and may spend. */
export type Spending = {
  spentMicros: Micros
  /** Absent without a spend cap. */
  capMicros?: Micros
}

/** @param team the team's account, which sums over its members; absent before its first charge */
export function spendingOf(
  team: Account | undefined,
  cap: { capMicros: Micros | undefined },
): Spending {
  const spentMicros = team?.bought.micros ?? 0
  return { spentMicros, ...(cap.capMicros === undefined ? {} : { capMicros: cap.capMicros }) }
}

/** Still to be spent; nothing without a cap. A cap set below what is spent leaves none. */
export function capLeftMicros({ spentMicros, capMicros }: Spending): Micros | undefined {
  return capMicros === undefined ? undefined : Math.max(0, capMicros - spentMicros)
}

/** Whether the cap leaves less than one block costs: then nothing more is bought. */
export function isAtCap(spending: Spending, price: { blockMicros: Micros }): boolean {
  const left = capLeftMicros(spending)
  return left !== undefined && left < price.blockMicros
}

/**
 * Pay-as-you-go as it stands for one account. The last decision wins, whether it was made for the
 * whole team or for this member; without one, the plan's default holds.
 *
 * @param spending the team's, where it may have a spend cap: at the cap nothing more is bought
 * @param usedAt when what is charged was used. Turning it on never bills use from before, also where
 * that is reported later.
 */
export function effectivePayAsYouGo(options: {
  offer: PayAsYouGoOffer
  team: Switch | undefined
  member: Switch | undefined
  usedAt?: Millis
  spending?: Spending
}): PayAsYouGo {
  const { offer, team, member, usedAt, spending } = options
  if (offer.kind === 'unavailable') return { kind: 'unavailable' }
  const last = lastOf(team, member)
  const on = last?.on ?? offer.byDefault === 'on'
  const isEarlier = usedAt !== undefined && last?.at !== undefined && usedAt < last.at
  if (!on || isEarlier) return { kind: 'off' }
  const { blockCredits, blockMicros } = offer
  const capLeft = spending && capLeftMicros(spending)
  return {
    kind: 'on',
    blockCredits,
    blockMicros,
    ...(capLeft === undefined ? {} : { capLeftMicros: capLeft }),
  }
}

function lastOf(team: Switch | undefined, member: Switch | undefined): Switch | undefined {
  if (!team || !member) return team ?? member
  return member.seq > team.seq ? member : team
}
