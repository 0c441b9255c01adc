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
