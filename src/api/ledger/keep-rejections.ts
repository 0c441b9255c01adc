import type { BARRED_REASONS, EventResult } from '#shared/contract/event.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Host } from '../keys/host.ts'
import type { Store } from '../ports.ts'
import type { Rejection } from '../records.ts'
import { sha256Hex } from '../sha256.ts'
import { isRecord } from './canonical.ts'

type Sender = Pick<Host, 'isFor' | 'sends'>
type Barred = { reason: (typeof BARRED_REASONS)[number]; detail: string; path: string }

/** Keeps what was refused where an operator can see it, and send it again once its cause is mended. */
export async function keepRejections(options: {
  store: Store
  events: readonly unknown[]
  results: readonly EventResult[]
  asOf: Millis
  sender?: Sender
}): Promise<void> {
  const { store, events, results, asOf, sender } = options
  const rows = new Map<string, Rejection>()
  const isKnown = remembered(async (team) => (await store.team(team).profile()) !== undefined)
  for (const [index, result] of results.entries()) {
    if (result.outcome !== 'rejected') continue
    const event = textOf(events[index])
    const claimed = textField(events[index], 'team') ?? ''
    const barred = sender && barredOf(events[index], sender)
    // Nothing is written beside what is of a team that the sender is not of.
    const isOfTeam = barred?.reason !== 'foreign-team' && claimed !== '' && (await isKnown(claimed))
    const { reason, detail, path } = barred ?? result
    const hash = sha256Hex(barred ? `${barred.reason} ${event}` : event)
    const team = isOfTeam ? claimed : ''
    rows.set(hash, { hash, team, receivedAt: asOf, times: 1, reason, detail, path, event })
  }
  if (rows.size > 0) await store.saveRejections([...rows.values()])
}

/** By what the event says of itself, whether or not the rest of it can be read. */
function barredOf(event: unknown, sender: Sender): Barred | undefined {
  const team = textField(event, 'team')
  if (team !== undefined && !sender.isFor(team)) {
    const detail = `the key is not for the team ${team}`
    return { reason: 'foreign-team', detail, path: '$.team' }
  }
  const source = textField(event, 'source')
  if (source !== undefined && !sender.sends(source)) {
    const detail = `the key may not send events of the source ${source}`
    return { reason: 'foreign-source', detail, path: '$.source' }
  }
  return undefined
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

function textField(event: unknown, name: 'team' | 'source'): string | undefined {
  if (!isRecord(event)) return undefined
  const value = event[name]
  return typeof value === 'string' ? value : undefined
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
