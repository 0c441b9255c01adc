import type { PlanChangeRecord } from '#api/records.ts'
import type { PlanChangeRow } from '../schema.ts'

export function planChangeFrom(row: PlanChangeRow): PlanChangeRecord {
  const { seq, at, from_plan: from, plan } = row
  return { seq, at, from, plan, actor: { id: row.actor_id, name: row.actor_name } }
}

export function planChangeRow(team: string, change: PlanChangeRecord): PlanChangeRow {
  const { seq, at, from, plan, actor } = change
  return {
    team_id: team,
    seq,
    at,
    from_plan: from,
    plan,
    actor_id: actor.id,
    actor_name: actor.name,
  }
}
