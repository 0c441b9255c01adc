import { isRecord } from '#api/ledger/canonical.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import type { Store } from '#api/ports.ts'
import type { Rejection } from '#api/records.ts'
import { BARRED_REASONS, type EventResult } from '#shared/contract/event.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Ledger } from './open-ledger.ts'
import { printable } from './printable.ts'

const PAGE = 500
/** A terminal full of one event shows none of the others. */
const SHOWN_CHARACTERS = 500

/** Events that were refused, for a person to read. */
export async function listRejections({ store }: Ledger, limit: number): Promise<string> {
  const rows = await store.rejections({ limit: limit + 1 })
  if (rows.length === 0) return 'No event is waiting: none was refused.'
  const shown = rows.slice(0, limit).map(described)
  if (rows.length > limit) shown.push(`There are more than these ${limit}: see --limit.`)
  return shown.join('\n\n')
}

function described(row: Rejection): string {
  const { reason, detail, path, times, receivedAt, event } = row
  const team = claimedTeam(event)
  const often = times === 1 ? 'once' : `${times} times`
  return [
    `${reason} at ${cut(path)}: ${cut(detail)}`,
    `  team ${cut(team) || '(none)'}, refused ${often}, last at ${new Date(receivedAt).toISOString()}`,
    `  ${cut(event)}`,
  ]
    .map(printable)
    .join('\n')
}

function cut(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text
  // No half of a pair at its end.
  const start = text.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '')
  return `${start} … (cut: it has ${text.length} characters)`
}

export type Replayed = { accepted: number; duplicate: number; conflict: number; rejected: number }

/**
 * Sends the refused events again, or those of one team. What the ledger takes, or has already, is
 * removed; the rest stays.
 */
export async function replayRejections(
  { store, catalog }: Ledger,
  options: { team: string | undefined; now: () => Millis },
): Promise<Replayed> {
  const { team, now } = options
  const ingest = ingestInto({ store, catalog, now })
  const started = now()
  const total: Replayed = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  for await (const page of pages(store)) {
    const rows = page.filter(
      // What was refused since, by this replay too, has had its turn.
      (row) =>
        row.receivedAt <= started && !isBarred(row) && (!team || claimedTeam(row.event) === team),
    )
    const { results } = await ingest(rows.map((row) => parsed(row.event)))
    for (const { outcome } of results) total[outcome] += 1
    await store.deleteRejections(settled(rows, results))
  }
  return total
}

/** What a key may not send, the operator does not send for it. */
function isBarred({ reason }: Rejection): boolean {
  return BARRED_REASONS.some((barred) => barred === reason)
}

async function* pages(store: Store): AsyncGenerator<Rejection[]> {
  let after: { team: string; hash: string } | undefined
  for (;;) {
    const rows = await store.rejections({ after, limit: PAGE })
    if (rows.length > 0) yield rows
    after = rows.at(-1)
    if (!after || rows.length < PAGE) return
  }
}

function settled(rows: readonly Rejection[], results: readonly EventResult[]): Rejection[] {
  const known = new Set(
    rows.flatMap((row, index) => (namesNoTeam(results[index]) ? [] : [claimedTeam(row.event)])),
  )
  return rows.filter((row, index) => {
    const outcome = results[index]?.outcome
    if (outcome === 'accepted' || outcome === 'duplicate') return true
    // Refused again, it is kept with its team where that has become known: not in both places.
    const claimed = claimedTeam(row.event)
    return outcome === 'rejected' && row.team !== (known.has(claimed) ? claimed : '')
  })
}

function namesNoTeam(result: EventResult | undefined): boolean {
  if (result?.outcome !== 'rejected') return false
  return result.reason === 'invalid' || result.reason === 'unknown-team'
}

function claimedTeam(event: string): string {
  const value = parsed(event)
  return isRecord(value) && typeof value.team === 'string' ? value.team : ''
}

function parsed(event: string): unknown {
  return JSON.parse(event)
}
