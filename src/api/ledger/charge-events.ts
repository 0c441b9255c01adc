import type { EventResult, RejectionReason } from '#shared/contract/event.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { book } from '#shared/credits/booking.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { cycleLookup, cycleOfIndex } from '#shared/credits/cycle.ts'
import type { Rater } from '#shared/credits/rating.ts'
import { closeDue } from '../invoices/close-due.ts'
import type { Charged, TeamStore, TeamWrites } from '../ports.ts'
import type { Bookable } from './bookable.ts'
import { type Burned, burnAll } from './burn-all.ts'
import type { ParsedEvent } from './parse-event.ts'
import { loadTerms, type Terms } from './terms.ts'

/**
 * Charges one team's events in one transaction: the events' keys, the charges, the accounts, the
 * rollups and the crossings are there together or not at all.
 *
 * @returns a result for each event, in order; nothing when there is no such team
 */
export async function chargeEvents(options: {
  team: TeamStore
  events: readonly ParsedEvent[]
  catalog: Catalog
  rate: Rater
  asOf: Millis
}): Promise<EventResult[] | undefined> {
  const { team, events, catalog, rate, asOf } = options
  if (!(await team.profile())) return undefined
  return team.write(async (tx) => {
    const terms = await loadTerms(tx, catalog)
    return chargeIn(tx, { terms, events, catalog, rate, asOf })
  })
}

/** The same in a transaction that is alone on the team, and may do more beside. */
export async function chargeIn(
  tx: TeamWrites,
  options: {
    terms: Terms
    events: readonly ParsedEvent[]
    catalog: Catalog
    rate: Rater
    asOf: Millis
  },
): Promise<EventResult[]> {
  const { terms, events, catalog, rate, asOf } = options
  const closedUntil = await closeDue(tx, { terms, catalog, asOf })
  const results: EventResult[] = new Array(events.length)
  const [fresh, members] = await Promise.all([
    withoutKnown(tx, events, results),
    knownMembers(tx, events),
  ])
  const bookable = judge({ fresh, members, terms, closedUntil, rate, asOf, results })
  const { firsts, repeats } = apart(bookable)
  const burned = firsts.length > 0 ? await burnAll(tx, { bookable: firsts, terms, asOf }) : []
  for (const { index, result } of burned) results[index] = result
  settleRepeats({ repeats, burned, results })
  return results
}

type Fresh = { index: number; event: ParsedEvent }

/** Exact for any text in either part, also one that holds the other's separator. */
function keyOf(event: { source: string; id: string }): string {
  return `${event.source.length} ${event.source} ${event.id}`
}

/** Sets aside what the ledger has already. */
async function withoutKnown(
  tx: TeamWrites,
  events: readonly ParsedEvent[],
  results: EventResult[],
): Promise<Fresh[]> {
  const asked = events.map(({ source, id, content }) => ({ source, eventId: id, event: content }))
  const charged = await tx.chargesOf(asked)
  const fresh: Fresh[] = []
  for (const [index, event] of events.entries()) {
    const before = charged[index]
    if (before) results[index] = repeated(event, before)
    else fresh.push({ index, event })
  }
  return fresh
}

/** Equal content is a success; the same id with other content changes nothing and is said. */
function repeated(event: ParsedEvent, { charge, isSame }: Charged): EventResult {
  if (isSame) return { outcome: 'duplicate', id: event.id, charge }
  return {
    outcome: 'conflict',
    id: event.id,
    charge,
    detail: `charge ${charge} was made by an event with this source and id and other content`,
  }
}

/** Of the events in one batch with the same key, the first that can be charged is. */
function apart(bookable: readonly Bookable[]): { firsts: Bookable[]; repeats: Bookable[] } {
  const seen = new Set<string>()
  const firsts: Bookable[] = []
  const repeats: Bookable[] = []
  for (const item of bookable) {
    const key = keyOf(item.event)
    if (seen.has(key)) repeats.push(item)
    else firsts.push(item)
    seen.add(key)
  }
  return { firsts, repeats }
}

function settleRepeats(options: {
  repeats: readonly Bookable[]
  burned: readonly Burned[]
  results: EventResult[]
}): void {
  const { repeats, burned, results } = options
  if (repeats.length === 0) return
  const firsts = new Map(burned.map((first) => [keyOf(first.event), first]))
  for (const { index, event } of repeats) {
    const first = firsts.get(keyOf(event))
    if (!first) throw new Error('a repeat without its first')
    results[index] =
      first.result.outcome === 'accepted'
        ? repeated(event, {
            isSame: first.event.content === event.content,
            charge: first.result.charge,
          })
        : { ...first.result }
  }
}

async function knownMembers(tx: TeamWrites, events: readonly ParsedEvent[]): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const { member } of events) if (member !== undefined) ids.add(member)
  const members = ids.size > 0 ? await tx.members([...ids]) : []
  return new Set(members.map((member) => member.id))
}

/** Rates and books each event, or refuses it with the reason. */
function judge(options: {
  fresh: readonly Fresh[]
  members: ReadonlySet<string>
  terms: Terms
  closedUntil: Millis | undefined
  rate: Rater
  asOf: Millis
  results: EventResult[]
}): Bookable[] {
  const { fresh, members, terms, closedUntil, rate, asOf, results } = options
  const { billing, team } = terms
  const cycleAt = cycleLookup(billing)
  const billingStart = cycleOfIndex(billing, 0).start
  const bookable: Bookable[] = []
  for (const { index, event } of fresh) {
    const refuse = (reason: RejectionReason, detail: string, path: string) => {
      results[index] = { outcome: 'rejected', id: event.id, reason, detail, path }
    }
    if (event.member !== undefined && !members.has(event.member)) {
      refuse('unknown-member', `the team has no member ${event.member}`, '$.subject')
      continue
    }
    const closed = { ledgerSince: team.createdAt, closedUntil }
    const booking = book({ time: event.time, asOf, billingStart, ...closed, cycleAt })
    if (booking.kind === 'refused') {
      refuse(booking.reason, BOOKING_REFUSALS[booking.reason], '$.time')
      continue
    }
    const { holder } = terms.planIn(booking.cycle).entitlements[event.usage.resource]
    if (event.member === undefined && holder === 'member') {
      refuse('unknown-member', 'each member has an allowance of their own: name one', '$.subject')
      continue
    }
    const rating = rate(event.usage, event.time)
    if ('refused' in rating) {
      refuse(rating.refused, rating.detail, '$.data')
      continue
    }
    bookable.push({ index, event, rating, booking })
  }
  return bookable
}

const BOOKING_REFUSALS = {
  'from-the-future': "the time is more than five minutes ahead of the server's clock",
  'before-billing': "the time is before the team's first billing cycle",
}
