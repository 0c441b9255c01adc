import { type Account, creditsAtHand } from './account.ts'
import type { Credits, Millis } from './amounts.ts'
import type { Balance } from './burn-down.ts'
import type { Allowance } from './catalog.ts'
import type { WorkState } from './limit.ts'

/** What a team asks to be told of: when no more than this is left, bonus credits included. */
export type LowMark =
  | { kind: 'credits'; credits: Credits }
  /** Of the monthly allowance, 1 to 99. */
  | { kind: 'percent'; percent: number }

export type LowAlert = {
  mark: LowMark
  /** The cycle in which it fired last; it fires once in each unless it was re-armed. */
  firedIn?: string
}

/**
 * The credits at which it fires; none of an allowance without a limit, of which nothing is a part,
 * and which never runs low.
 */
export function creditsOf(mark: LowMark, allowance: Allowance): Credits | undefined {
  if (allowance.kind === 'unlimited') return undefined
  switch (mark.kind) {
    case 'credits':
      return mark.credits
    case 'percent':
      // Rounded down: it never fires while more than its part is left.
      return Math.floor((allowance.credits * mark.percent) / 100)
    default:
      return mark satisfies never
  }
}

/** What an account can still use, without a limit nothing. */
export function balanceOf(
  account: Account,
  bonus: readonly Balance[],
  at: Millis,
): Credits | undefined {
  const atHand = creditsAtHand(account, bonus, at)
  return atHand.kind === 'limited' ? atHand.credits : undefined
}

/**
 * The alerts that a charge sets off: those whose mark it reaches or passes. Each fires once in a
 * cycle; credits that lift the balance above the mark (a purchase, a larger plan) re-arm it.
 *
 * @param before credits at hand before the charge
 * @param after with it; a charge of nothing sets off nothing
 */
export function setOff<A extends LowAlert>(options: {
  alerts: readonly A[]
  allowance: Allowance
  before: Credits
  after: Credits
  cycle: string
}): A[] {
  const { alerts, allowance, before, after, cycle } = options
  if (after >= before) return []
  return alerts.filter(({ mark, firedIn }) => {
    const credits = creditsOf(mark, allowance)
    if (credits === undefined || after > credits) return false
    return firedIn !== cycle || before > credits
  })
}

/**
 * The lowest of the marks that no more than is left of, if there is one: of credits bought since a
 * mark fired, it no longer holds.
 *
 * @param left credits at hand; nothing without a limit
 */
export function holdingMark(
  marks: readonly LowMark[],
  { left, allowance }: { left: Credits | undefined; allowance: Allowance },
): LowMark | undefined {
  if (left === undefined) return undefined
  const holding = marks.filter((mark) => left <= (creditsOf(mark, allowance) ?? -1))
  return lowest(
    holding.map((mark) => ({ mark })),
    allowance,
  )?.mark
}

/**
 * Whether a low-credit alert says more than the last alert of the limit, which would else say the
 * same again: it came later, or with the same charge, and work went on.
 *
 * @param low the number of its charge; charges are numbered as they are booked
 */
export function saysMore(
  low: { charge: number },
  limit: { charge: number; work: WorkState } | undefined,
): boolean {
  if (limit?.charge === low.charge) return limit.work === 'open'
  return !limit || limit.charge < low.charge
}

/** The one that a message names when several were set off at once: the lowest. */
export function lowest<A extends LowAlert>(
  alerts: readonly A[],
  allowance: Allowance,
): A | undefined {
  const at = ({ mark }: A) => creditsOf(mark, allowance) ?? 0
  return alerts.reduce<A | undefined>(
    (low, next) => (low && at(low) <= at(next) ? low : next),
    undefined,
  )
}

/** One text for each mark: two alerts at the same mark are one. */
export function markKey(mark: LowMark): string {
  return mark.kind === 'credits' ? `credits-${mark.credits}` : `percent-${mark.percent}`
}
