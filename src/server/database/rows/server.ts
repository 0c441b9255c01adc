import type { PartDay, ServerLimit } from '#api/records.ts'
import type { PartDayRow, ServerLimitRow } from '../schema.ts'
import { resourceFrom } from './values.ts'

export function partDayFrom(row: PartDayRow): PartDay {
  const { part, day, credits, charges } = row
  return { resource: resourceFrom(row.resource), part, day, credits, charges, ownKey: row.own_key }
}

export function partDayRow(team: string, { ownKey, ...day }: PartDay): PartDayRow {
  return { team_id: team, ...day, own_key: ownKey }
}

export function serverLimitFrom(row: ServerLimitRow): ServerLimit {
  return {
    server: row.server,
    credits: row.credits ?? undefined,
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function serverLimitRow(team: string, limit: ServerLimit): ServerLimitRow {
  return {
    team_id: team,
    server: limit.server,
    credits: limit.credits ?? null,
    at: limit.at,
    actor_id: limit.actor.id,
    actor_name: limit.actor.name,
  }
}
