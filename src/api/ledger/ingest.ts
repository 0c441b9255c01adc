import type { EventResult, IngestReply } from '#shared/contract/event.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Rater, raterOf } from '#shared/credits/rating.ts'
import type { Host } from '../keys/host.ts'
import type { Store } from '../ports.ts'
import type { Rejection } from '../records.ts'
import { chargeEvents } from './charge-events.ts'
import { type ParsedEvent, parseEvent } from './parse-event.ts'

/** What a sender may send: nothing hinders a sender that says nothing of it. */
export type Sender = Pick<Host, 'isFor' | 'sends'>

export type Ingest = (events: readonly unknown[], sender?: Sender) => Promise<IngestReply>

type Refusal = Extract<EventResult, { outcome: 'rejected' }>

/**
 * Takes usage events into the ledger. When it answers, what was accepted is committed, and what was
 * refused is kept where an operator can see and replay it. Nothing in a batch hinders the rest.
 */
export function ingestInto(options: { store: Store; catalog: Catalog; now: () => Millis }): Ingest {
  const { store, catalog, now } = options
  const rate: Rater = raterOf(catalog)
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
    for (const [teamId, entries] of byTeam) {
      const charged = await chargeEvents({
        team: store.team(teamId),
        events: entries.map((entry) => entry.event),
        catalog,
        rate,
        asOf,
      })
      for (const [position, entry] of entries.entries()) {
        results[entry.index] = charged?.[position] ?? unknownTeam(entry.event)
      }
    }
    await keepRejections({ store, events, results, asOf })
    return replyOf(results)
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

async function keepRejections(options: {
  store: Store
  events: readonly unknown[]
  results: readonly EventResult[]
  asOf: Millis
}): Promise<void> {
  const { store, events, results, asOf } = options
  const rows = new Map<string, Rejection>()
  const isKnown = remembered(async (team) => (await store.team(team).profile()) !== undefined)
  for (const [index, result] of results.entries()) {
    if (result.outcome !== 'rejected') continue
    const event = textOf(events[index])
    const team = claimedTeam(events[index])
    const hash = await sha256(event)
    rows.set(hash, {
      hash,
      team: team !== '' && (await isKnown(team)) ? team : '',
      receivedAt: asOf,
      times: 1,
      reason: result.reason,
      detail: result.detail,
      path: result.path,
      event,
    })
  }
  if (rows.size > 0) await store.saveRejections([...rows.values()])
}

/** The event as sent; where it is nested too deeply to be written, what it was. */
function textOf(event: unknown): string {
  try {
    return JSON.stringify(event) ?? 'null'
  } catch (error) {
    if (error instanceof RangeError) return JSON.stringify('an event nested too deeply to be kept')
    throw error
  }
}

function claimedTeam(event: unknown): string {
  if (typeof event !== 'object' || event === null || !('team' in event)) return ''
  return typeof event.team === 'string' ? event.team : ''
}

/** Asks once for each name. */
function remembered<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (name) => {
    const answer = answers.get(name) ?? ask(name)
    answers.set(name, answer)
    return answer
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function replyOf(results: EventResult[]): IngestReply {
  const reply: IngestReply = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, results }
  for (const result of results) reply[result.outcome]++
  return reply
}
