import type { Ingest } from '#api/ledger/ingest.ts'
import { type EventResult, MAX_BATCH } from '#shared/contract/event.ts'
import type { Row, RowFault, RowText } from './row.ts'
import type { Tally } from './tally.ts'

export type ImportOptions = {
  rows: AsyncIterable<readonly Row[]>
  tally: Tally
  ingest: Ingest
  /** Done before each batch, so that the members that its events name are there. */
  prepare: (events: readonly Event[]) => Promise<void>
  /** Takes the rows of a batch that didn't get into the ledger. */
  onRefused: (refused: readonly Refused[]) => Promise<void>
  onBatch: () => void
  isStopped: () => boolean
}

export type Event = Record<string, unknown>

/** `event` is there where it was the ledger that refused it. */
export type Refused = RowText & RowFault & { event?: Event }

type Taken = Exclude<Row, { kind: 'skipped' }>

/**
 * Takes the rows into the ledger in order, one batch at a time. It may end early, by a failure or
 * as it was stopped: what the tally says then is committed, and the same file can be taken again.
 */
export async function importRows(options: ImportOptions): Promise<void> {
  const { rows, tally, isStopped } = options
  let batch: Taken[] = []
  for await (const group of rows) {
    for (const row of group) {
      tally.read += 1
      if (row.kind === 'skipped') tally.skipped += 1
      else batch.push(row)
      if (batch.length < MAX_BATCH) continue
      await take(batch, options)
      batch = []
      if (isStopped()) return
    }
    if (isStopped()) break
  }
  await take(batch, options)
}

async function take(batch: readonly Taken[], options: ImportOptions): Promise<void> {
  const { tally } = options
  const events = batch.flatMap((row) => (row.kind === 'event' ? [row.event] : []))
  const results = await sent(events, options)
  const refused: Refused[] = []
  for (const row of batch) {
    const { line, raw } = row
    if (row.kind === 'fault') {
      tally.rejected += 1
      refused.push({ line, raw, ...row.fault })
      continue
    }
    const result = results.next().value
    if (!result) throw new Error('an event without a result')
    tally[result.outcome] += 1
    if (result.outcome === 'accepted') {
      const { resource, credits, late } = result
      if (late) tally.late += 1
      tally.credits.set(resource, (tally.credits.get(resource) ?? 0) + credits)
    }
    const fault = faultIn(result)
    if (fault) refused.push({ line, raw, ...fault, event: row.event })
  }
  if (refused.length > 0) await options.onRefused(refused)
  options.onBatch()
}

async function sent(
  events: readonly Event[],
  options: ImportOptions,
): Promise<IterableIterator<EventResult, undefined>> {
  if (events.length === 0) return [].values()
  await options.prepare(events)
  return (await options.ingest(events)).results.values()
}

function faultIn(result: EventResult): RowFault | undefined {
  switch (result.outcome) {
    case 'accepted':
    case 'duplicate':
      return undefined
    case 'conflict':
      return { reason: 'conflict', detail: result.detail, path: '$.id' }
    case 'rejected':
      return { reason: result.reason, detail: result.detail, path: result.path }
    default:
      return result satisfies never
  }
}
