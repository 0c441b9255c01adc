import { MAX_CREDITS, type Micros, type Millis } from './amounts.ts'
import { activeCredits, type Balance, type Grant } from './burn-down.ts'
import type { BonusPack, Catalog, Plan } from './catalog.ts'

/** What is bought: credits that are there from `start` and never expire, at the price of the day. */
export type PackBought = {
  grant: Pick<Grant, 'amount' | 'start' | 'expiry'>
  priceMicros: Micros
}

export type PackRefused = { refused: 'price-changed'; priceMicros: Micros } | { refused: 'no-room' }

/**
 * The packs that a team on this plan can buy, the smallest first. Bonus credits are the team's, so
 * there are none of what each member has an allowance of.
 */
export function packsFor(catalog: Catalog, plan: Plan): BonusPack[] {
  return catalog.bonusPacks
    .filter((pack) => plan.entitlements[pack.resource].holder !== 'member')
    .sort((a, b) => a.credits - b.credits || a.priceMicros - b.priceMicros)
}

/**
 * Buys a pack at `at`. What it costs is the catalog's price at that moment, and stays so.
 *
 * @param balances the team's bonus credits of the same resource
 * @param agreedMicros the price that the buyer was shown: another one is refused, never charged
 */
export function buyPack(options: {
  pack: BonusPack
  balances: readonly Balance[]
  agreedMicros: Micros
  at: Millis
}): PackBought | PackRefused {
  const { pack, balances, agreedMicros, at } = options
  const { priceMicros, credits } = pack
  if (agreedMicros !== priceMicros) return { refused: 'price-changed', priceMicros }
  // No account can use more in a cycle; at the bound sums stay exact.
  if (activeCredits(balances, at) + credits > MAX_CREDITS) return { refused: 'no-room' }
  return { grant: { amount: credits, start: at }, priceMicros }
}
