import type { Booking } from '#shared/credits/booking.ts'
import type { Rating } from '#shared/credits/rating.ts'
import type { ParsedEvent } from './parse-event.ts'

/** An event that is known to belong in the ledger: rated, and with its cycle. */
export type Bookable = {
  index: number
  event: ParsedEvent
  rating: Rating
  booking: Extract<Booking, { kind: 'booked' }>
}
