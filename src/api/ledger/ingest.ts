import type { EventResult, IngestReply } from '#shared/contract/event.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Rater, raterOf } from '#shared/credits/rating.ts'
import { gathering } from '../gather.ts'
import type { Host } from '../keys/host.ts'
import type { Store } from '../ports.ts'
import { chargeEvents } from './charge-events.ts'
import { keepRejections } from './keep-rejections.ts'
import { type ParsedEvent, parseEvent } from './parse-event.ts'

/** What a sender may send: nothing hinders a sender that says nothing of it. */
export type Sender = Pick<Host, 'isFor' | 'sends'>

export type Ingest = (events: readonly unknown[], sender?: Sender) => Promise<IngestReply>

/** What became of the events of a request. */
export type Taken = Pick<IngestReply, 'accepted' | 'duplicate' | 'conflict' | 'rejected'> & {
  /** How old the oldest accepted one was. */
  lagMs: Millis | undefined
}

type Refusal = Extract<EventResult, { outcome: 'rejected' }>

/** Of one team, in one transaction: enough that its other costs are small beside them. */
const MOST_AT_ONCE = 2_000

/**
 * Takes usage events into the ledger. When it answers, what was accepted is committed, and what was
 * refused is kept where an operator can see and replay it. Nothing in a batch hinders the rest, and
 * batches that wait for the same team are charged together.
 */
export function ingestInto(options: {
  store: Store
  catalog: Catalog
  now: () => Millis
  observe?: ((taken: Taken) => void) | undefined
}): Ingest {
  const { store, catalog, now, observe } = options
  const rate: Rater = raterOf(catalog)
  const charge = gathering<ParsedEvent, EventResult>({
    most: MOST_AT_ONCE,
    round: async (team, events) => {
      const asked = { team: store.team(team), events, catalog, rate, asOf: now() }
      return (await chargeEvents(asked)) ?? events.map(unknownTeam)
    },
  })
  return async (events, sender) => {
    const asOf = now()
    const results: EventResult[] = new Array(events.length)
    const byTeam = new Map<string, { index: number; event: ParsedEvent }[]>()
    for (const [index, input] of events.entries()) {
      const parsed = parseEvent(input)
      const barred = parsed.ok && sender ? barredFrom(parsed.event, sender) : undefined
      if (barred) {
        results[index] = barred
      } else if (parsed.ok) {
        const { team } = parsed.event
        const ofTeam = byTeam.get(team)
        if (ofTeam) ofTeam.push({ index, event: parsed.event })
        else byTeam.set(team, [{ index, event: parsed.event }])
      } else {
        results[index] = { outcome: 'rejected', reason: 'invalid', ...parsed.fault }
      }
    }
    let oldest = Number.POSITIVE_INFINITY
    for (const [teamId, entries] of byTeam) {
      const charged = await charge(
        teamId,
        entries.map((entry) => entry.event),
      )
      for (const [position, { index, event }] of entries.entries()) {
        const result = charged[position]
        if (!result) throw new Error('an event without its result')
        results[index] = result
        if (result.outcome === 'accepted') oldest = Math.min(oldest, event.time)
      }
    }
    await keepRejections({ store, events, results, asOf, ...(sender ? { sender } : {}) })
    const reply = replyOf(results)
    if (observe) {
      const { accepted, duplicate, conflict, rejected } = reply
      const lagMs = accepted > 0 ? Math.max(0, now() - oldest) : undefined
      observe({ accepted, duplicate, conflict, rejected, lagMs })
    }
    return reply
  }
}

/** Of a team that the sender's key is not for it is not told whether it is there. */
function barredFrom(event: ParsedEvent, sender: Sender): Refusal | undefined {
  if (!sender.isFor(event.team)) return unknownTeam(event)
  if (sender.sends(event.source)) return undefined
  return {
    outcome: 'rejected',
    id: event.id,
    reason: 'foreign-source',
    detail: `the key may not send events of the source ${event.source}`,
    path: '$.source',
  }
}

function unknownTeam(event: ParsedEvent): Refusal {
  return {
    outcome: 'rejected',
    id: event.id,
    reason: 'unknown-team',
    detail: `there is no team ${event.team}`,
    path: '$.team',
  }
}

function replyOf(results: EventResult[]): IngestReply {
  const reply: IngestReply = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, results }
  for (const result of results) reply[result.outcome]++
  return reply
}
