import type { ChargesAlert } from '#api/records.ts'
import type { ChargesAlertRow } from '../schema.ts'

export function chargesAlertFrom(row: ChargesAlertRow): ChargesAlert {
  return {
    ...(row.threshold_micros === null ? {} : { micros: row.threshold_micros }),
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function chargesAlertRow(team: string, alert: ChargesAlert): ChargesAlertRow {
  return {
    team_id: team,
    threshold_micros: alert.micros ?? null,
    at: alert.at,
    actor_id: alert.actor.id,
    actor_name: alert.actor.name,
  }
}
