import type { EventResult, UsageEventInput } from '#shared/contract/event.ts'
import type { Ingest } from '../ledger/ingest.ts'
import type { TeamStore } from '../ports.ts'
import type { Connection, CountedFigure, Reading } from './records.ts'

/**
 * Puts what was read into the ledger, the way that all usage goes. An event's id is made of its
 * reading, so a worker that died before it wrote down that it did is followed by one that finds
 * duplicates.
 */
export async function bookReadings(
  store: TeamStore,
  options: { team: string; connection: Connection; ingest: Ingest },
): Promise<void> {
  const { team, connection, ingest } = options
  for (const reading of await store.openReadings(connection.id)) {
    const waiting = reading.counted.filter(({ outcome }) => outcome === 'waiting')
    const events = waiting.map((figure) => eventOf(figure, { team, connection, reading }))
    const { results } = await ingest(events)
    const booked = new Map(waiting.map((figure, index) => [figure, outcomeOf(results[index])]))
    const counted = reading.counted.map((figure) => ({ ...figure, ...booked.get(figure) }))
    await store.write((tx) => tx.saveReadings([{ ...reading, counted, isOpen: false }]))
  }
}

function eventOf(
  { name, resource, credits }: CountedFigure,
  of: { team: string; connection: Connection; reading: Reading },
): UsageEventInput {
  const { team, connection, reading } = of
  const { id, provider, member } = connection
  return {
    specversion: '1.0',
    id: `${reading.seq}:${name}`,
    source: `headroom:account:${id}`,
    type: 'headroom.reported.usage',
    time: new Date(reading.at).toISOString(),
    team,
    ...(member === undefined ? {} : { subject: member }),
    data: { provider, name, resource, credits },
  }
}

function outcomeOf(result: EventResult | undefined): Pick<CountedFigure, 'outcome' | 'detail'> {
  if (!result) throw new Error('an event without a result')
  switch (result.outcome) {
    case 'accepted':
    case 'duplicate':
      return { outcome: 'booked' }
    case 'conflict':
    case 'rejected':
      return { outcome: 'refused', detail: result.detail }
    default:
      return result satisfies never
  }
}
