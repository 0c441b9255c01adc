import type { SwitchDecision } from '#api/records.ts'
import type { SwitchRow } from '../schema.ts'
import { bit, resourceFrom } from './values.ts'

export function switchFrom(row: SwitchRow): SwitchDecision {
  return {
    resource: resourceFrom(row.resource),
    holder: row.holder,
    on: row.switched_on === 1,
    seq: row.seq,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function switchRow(team: string, decision: SwitchDecision): SwitchRow {
  return {
    team_id: team,
    resource: decision.resource,
    holder: decision.holder,
    seq: decision.seq,
    switched_on: bit(decision.on),
    at: decision.at,
    actor_id: decision.actor.id,
    actor_name: decision.actor.name,
  }
}
