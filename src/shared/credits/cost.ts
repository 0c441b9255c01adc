import { type Credits, type Micros, timesMicros } from './amounts.ts'
import type { PayAsYouGoOffer } from './catalog.ts'

/** What pay-as-you-go costs for `credits` past everything at hand, in whole blocks. */
export function costOf(
  credits: Credits,
  offer: PayAsYouGoOffer & { kind: 'offered' },
): { blocks: number; micros: Micros } {
  // Rounded up: a block is bought whole.
  const blocks = Math.ceil(Math.max(0, credits) / offer.blockCredits)
  return { blocks, micros: timesMicros(offer.blockMicros, blocks) }
}
