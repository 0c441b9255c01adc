import { includedLeft } from '#shared/credits/account.ts'
import { admit } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { type Rater, raterOf } from '#shared/credits/rating.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { accountKey, openBooks } from '../ledger/books.ts'
import { chargeIn } from '../ledger/charge-events.ts'
import { type ParsedEvent, parseEvent } from '../ledger/parse-event.ts'
import { loadTerms, openCycle, type Terms, teamTime } from '../ledger/terms.ts'
import { momentIn } from '../messages/moment.ts'
import { whole } from '../messages/words-work.ts'
import type { Ports, TeamReads } from '../ports.ts'
import { type Holder, type KeyRecord, TEAM_HOLDER } from '../records.ts'

const RESOURCE = 'api-calls'
/** Ours: a key of a host product is bound to sources of its own. */
const SOURCE = '/headroom/api'

/** What the month allows and what is left of it, beside what runs hold; nothing without a limit. */
export type Month = { limit: Credits; left: Credits } | undefined

export type CountCall = (asked: {
  key: KeyRecord
  requestId: string
}) => Promise<{ month: Month; let: Answer<undefined> }>

/**
 * Counts a call with a personal key as one of its team's calls of the month: a usage event like any
 * other. Asking whether one is left and charging it are one transaction, alone on the team, so however
 * many call at once, as many are let in as are left, and who is refused is not charged.
 */
export function callCounter(ports: Pick<Ports, 'store' | 'catalog' | 'now'>): CountCall {
  const { store, catalog } = ports
  const rate = raterOf(catalog)
  return async ({ key, requestId }) => {
    const asOf = ports.now()
    const event = callEvent({ key, requestId, asOf })
    return store.team(event.team).write(async (tx) => {
      const terms = await loadTerms(tx, catalog)
      const needed = costOf(event, rate)
      const before = await standingOf(tx, { terms, event, clock: asOf, needed })
      if (admit(before).kind === 'refused') {
        return { month: monthOf(before), let: exhausted(before, { terms, clock: asOf }) }
      }
      if (needed > 0) await chargeIn(tx, { terms, events: [event], catalog, rate, asOf })
      const after = await standingOf(tx, { terms, event, clock: asOf, needed })
      return { month: monthOf(after), let: answer(undefined) }
    })
  }
}

/** Its id is the server's own: of the sender's, one that comes again would count for nothing. */
function callEvent(asked: { key: KeyRecord; requestId: string; asOf: Millis }): ParsedEvent {
  const { key, requestId, asOf } = asked
  const parsed = parseEvent({
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: SOURCE,
    type: 'headroom.api.calls',
    time: new Date(asOf).toISOString(),
    team: key.teams === 'all' ? '' : key.teams[0],
    subject: key.member,
    requestid: requestId,
    data: { group: 'headroom' },
  })
  if (!parsed.ok) throw new Error(`a call cannot be counted: ${parsed.fault.detail}`)
  return parsed.event
}

/** A catalog without a rate for calls charges none. */
function costOf(event: ParsedEvent, rate: Rater): Credits {
  const rating = rate(event.usage, event.time)
  return 'refused' in rating ? 0 : rating.credits
}

async function standingOf(
  reads: TeamReads,
  asked: { terms: Terms; event: ParsedEvent; clock: Millis; needed: Credits },
) {
  const { terms, event, clock, needed } = asked
  const cycle = openCycle(terms, clock)
  const isMembers = terms.planIn(cycle).entitlements[RESOURCE].holder === 'member'
  const holder: Holder = isMembers ? (event.member ?? TEAM_HOLDER) : TEAM_HOLDER
  const entry = { resource: RESOURCE, cycle, holder } as const
  const books = await openBooks(reads, { entries: [entry], terms })
  const holds = await reads.heldByHolder({ resource: RESOURCE, holders: [holder], at: clock })
  return {
    account: books.account(accountKey(entry)).account,
    bonus: holder === TEAM_HOLDER ? books.bonus(RESOURCE) : [],
    payAsYouGo: books.payAsYouGo(accountKey(entry)),
    held: holds.get(holder) ?? 0,
    needed,
    at: teamTime(terms, clock),
    cycle,
  }
}

type Standing = Awaited<ReturnType<typeof standingOf>>

function monthOf({ account, held }: Standing): Month {
  const { allowance } = account
  if (allowance.kind === 'unlimited') return undefined
  return { limit: allowance.credits, left: Math.max(0, includedLeft(account) - held) }
}

function exhausted(
  { account, held, cycle }: Standing,
  { terms, clock }: { terms: Terms; clock: Millis },
): Refusal {
  const { allowance } = account
  const most = allowance.kind === 'limited' ? whole(allowance.credits) : 'all'
  const runs = held > 0 ? `, of which runs hold ${whole(held)}` : ''
  const detail = `The team’s ${most} API calls of this billing cycle are used up${runs}. They renew on ${momentIn(cycle.end, terms.team.zone)}; an Admin can ask for a larger plan.`
  // Rounded up: a second too early would be refused again.
  const retryAfterSeconds = Math.max(1, Math.ceil((cycle.end - clock) / 1_000))
  return { ...refuse('serviceLimitExhausted', detail), retryAfterSeconds }
}
