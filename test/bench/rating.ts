import { parseEvent } from '#api/ledger/parse-event.ts'
import { type Account, charge, openAccount } from '#shared/credits/account.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { raterOf } from '#shared/credits/rating.ts'
import { perSecond, row, timed } from './figures.ts'
import { batches } from './usage-events.ts'

const EVENTS = 400_000
const BUYING = {
  kind: 'on',
  blockCredits: 1_000,
  blockMicros: 10_000_000,
} as const

/** Rating and burn-down alone: events that are parsed already, in memory, past the allowance. */
export async function benchRating(): Promise<void> {
  const rate = raterOf(DEFAULT_CATALOG)
  const flow = { name: 'rating', count: EVENTS, members: 200, now: Date.now() }
  const events = [...batches(flow)].flat().flatMap((input) => {
    const parsed = parseEvent(input)
    return parsed.ok ? [parsed.event] : []
  })
  const run = () => {
    let account: Account = openAccount({ kind: 'limited', credits: 100 })
    for (const { usage, time } of events) {
      const rating = rate(usage, time)
      if (!('credits' in rating)) continue
      const { credits } = rating
      account = charge({ account, bonus: [], payAsYouGo: BUYING, credits, at: time }).account
    }
    return account
  }
  run()
  const took = await timed(run)
  row('rating and burn-down alone', perSecond(events.length, took), '2,000,000/s on one core')
}
