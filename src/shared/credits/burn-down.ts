import type { Credits, Millis } from './amounts.ts'

/** Credits that may be used from `start` until before `expiry`, lower `priority` first. */
export type Grant = {
  id: string
  amount: Credits
  priority: number
  start: Millis
  /** Absent for credits that never expire. */
  expiry?: Millis
}

/** A grant and what is left of it. */
export type Balance = Grant & { left: Credits }

export type BurnDown = {
  balances: Balance[]
  taken: { grantId: string; credits: Credits }[]
  /** What no active grant covered. */
  uncovered: Credits
}

/**
 * Takes `credits` from the grants active at `at`: by priority, then the one that expires first,
 * then the one that started first, then by id. What is taken and uncovered sums to `credits`.
 *
 * @param balances each with an id of its own, in any order; the reply keeps theirs
 */
export function burnDown(options: {
  balances: readonly Balance[]
  credits: Credits
  at: Millis
}): BurnDown {
  const { balances, credits, at } = options
  let wanted = credits
  const taken: BurnDown['taken'] = []
  const leftOf = new Map<string, Credits>()
  for (const balance of inBurnOrder(balances, at)) {
    if (wanted === 0) break
    const part = Math.min(balance.left, wanted)
    if (part === 0) continue
    taken.push({ grantId: balance.id, credits: part })
    leftOf.set(balance.id, balance.left - part)
    wanted -= part
  }
  return {
    balances: balances.map((balance) => {
      const left = leftOf.get(balance.id)
      return left === undefined ? balance : { ...balance, left }
    }),
    taken,
    uncovered: wanted,
  }
}

/** The credits usable at `at`. */
export function activeCredits(balances: readonly Balance[], at: Millis): Credits {
  return balances.reduce((sum, balance) => (isActive(balance, at) ? sum + balance.left : sum), 0)
}

function inBurnOrder(balances: readonly Balance[], at: Millis): Balance[] {
  return balances
    .filter((balance) => isActive(balance, at))
    .sort(
      (a, b) =>
        a.priority - b.priority ||
        compareExpiry(a.expiry, b.expiry) ||
        a.start - b.start ||
        (a.id < b.id ? -1 : 1),
    )
}

function isActive(grant: Grant, at: Millis): boolean {
  return grant.start <= at && (grant.expiry === undefined || at < grant.expiry)
}

function compareExpiry(a: Millis | undefined, b: Millis | undefined): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  return a - b
}
