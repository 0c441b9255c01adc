import type { SpendCap } from '#api/records.ts'
import type { SpendCapRow } from '../schema.ts'
import { resourceFrom } from './values.ts'

export function spendCapFrom(row: SpendCapRow): SpendCap {
  return {
    resource: resourceFrom(row.resource),
    ...(row.cap_micros === null ? {} : { micros: row.cap_micros }),
    seq: row.seq,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function spendCapRow(team: string, cap: SpendCap): SpendCapRow {
  return {
    team_id: team,
    resource: cap.resource,
    cap_micros: cap.micros ?? null,
    seq: cap.seq,
    at: cap.at,
    actor_id: cap.actor.id,
    actor_name: cap.actor.name,
  }
}
