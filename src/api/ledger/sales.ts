import type { ChargeRecord, Sale } from '../records.ts'

/** What `charges` bought: a sum for each cycle, resource and price, late use apart. */
export function salesOf(charges: readonly ChargeRecord[]): Sale[] {
  const sales = new Map<string, Sale>()
  for (const { cycle, resource, late, blocksBought, boughtCredits, costMicros } of charges) {
    if (blocksBought === 0) continue
    // Exact: a charge buys all of its blocks at one price.
    const blockCredits = boughtCredits / blocksBought
    const blockMicros = costMicros / blocksBought
    const key = `${cycle} ${resource} ${late} ${blockCredits} ${blockMicros}`
    const before = sales.get(key) ?? { blocks: 0, charges: 0 }
    const blocks = before.blocks + blocksBought
    const sums = { blocks, charges: before.charges + 1 }
    sales.set(key, { cycle, resource, late, blockCredits, blockMicros, ...sums })
  }
  return [...sales.values()]
}
