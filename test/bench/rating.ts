import { parseEvent } from '#api/ledger/parse-event.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { raterOf } from '#shared/credits/rating.ts'
import { perSecond, say, timed } from './figures.ts'
import { batches } from './usage-events.ts'

const EVENTS = 200_000

/** Rating alone: events that are parsed already, in memory. */
export async function benchRating(): Promise<void> {
  const rate = raterOf(DEFAULT_CATALOG)
  const events = [...batches('rating', EVENTS)].flat().flatMap((input) => {
    const parsed = parseEvent(input)
    return parsed.ok ? [parsed.event] : []
  })
  let credits = 0
  const took = await timed(() => {
    for (const { usage, time } of events) {
      const rating = rate(usage, time)
      if ('credits' in rating) credits += rating.credits
    }
  })
  say(`rating            ${perSecond(events.length, took)} (${credits} credits)`)
}
