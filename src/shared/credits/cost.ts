import { type Credits, MAX_MICROS, type Micros } from './amounts.ts'
import type { PayAsYouGoOffer } from './catalog.ts'

/**
 * What pay-as-you-go would cost for `credits` past everything at hand, in whole blocks: an estimate,
 * of at most {@link MAX_MICROS}. No account gets there; what it buys is checked before.
 */
export function costOf(
  credits: Credits,
  offer: PayAsYouGoOffer & { kind: 'offered' },
): { blocks: number; micros: Micros } {
  // Rounded up: a block is bought whole.
  const blocks = Math.ceil(Math.max(0, credits) / offer.blockCredits)
  return { blocks, micros: Math.min(MAX_MICROS, offer.blockMicros * blocks) }
}

/** What of a cost the spend cap lets through: whole blocks only. */
export function withinCap(
  cost: { blocks: number; micros: Micros },
  cap: { leftMicros: Micros | undefined; blockMicros: Micros },
): { blocks: number; micros: Micros } {
  const { leftMicros, blockMicros } = cap
  if (leftMicros === undefined || cost.micros <= leftMicros) return cost
  // Rounded down: a block that the cap covers only in part is not bought.
  const blocks = Math.floor(leftMicros / blockMicros)
  return { blocks, micros: blocks * blockMicros }
}
