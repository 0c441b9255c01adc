import { parseEvent } from '#api/ledger/parse-event.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { raterOf } from '#shared/credits/rating.ts'
import type { Resource } from '#shared/credits/resources.ts'

/** What the ledger charged for an event that it has accepted: the same rules on the same catalog. */
export function chargeOf(catalog: Catalog) {
  const rate = raterOf(catalog)
  return (event: unknown): { resource: Resource; credits: Credits } => {
    const parsed = parseEvent(event)
    if (!parsed.ok) throw new Error('an accepted event that is no event')
    const { usage, time } = parsed.event
    const rating = rate(usage, time)
    if ('refused' in rating) throw new Error('an accepted event without a rate')
    return { resource: usage.resource, credits: rating.credits }
  }
}
