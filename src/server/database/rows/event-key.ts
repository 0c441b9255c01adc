import { hash } from 'node:crypto'
import type { Charged, TeamWrites } from '#api/ports.ts'
import type { ChargeRecord } from '#api/records.ts'
import type { EventKeyRow } from '../schema.ts'

/** What stays of an event's text when its charge is archived. */
export function digestOf(event: string): string {
  return hash('sha256', event, 'base64')
}

export function eventKeyRow(team: string, charge: ChargeRecord): EventKeyRow {
  return {
    team_id: team,
    source: charge.source,
    event_id: charge.eventId,
    charge: charge.charge,
    digest: digestOf(charge.event),
  }
}

/** For each event that is asked for what the rows say of it. */
export function repeatsAmong(
  asked: Parameters<TeamWrites['chargesOf']>[0],
  rows: readonly Omit<EventKeyRow, 'team_id'>[],
): (Charged | undefined)[] {
  const known = new Map(
    rows.map((row) => [keyOf({ source: row.source, eventId: row.event_id }), row] as const),
  )
  return asked.map((event) => {
    const row = known.get(keyOf(event))
    return row && { charge: row.charge, isSame: row.digest === digestOf(event.event) }
  })
}

/** Exact for any text in either part. */
function keyOf({ source, eventId }: { source: string; eventId: string }): string {
  return `${source.length} ${source} ${eventId}`
}
