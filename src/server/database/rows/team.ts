import type { Team } from '#api/records.ts'
import type { TeamRow } from '../schema.ts'
import { bit } from './values.ts'

export function teamFrom(row: TeamRow): Team {
  const { name, plan, zone, anchor } = row
  const example = row.example === 1
  const currency = row.currency === null ? {} : { currency: row.currency }
  const months = row.retention_months
  return {
    id: row.team_id,
    name,
    plan,
    zone,
    anchor,
    createdAt: row.created_at,
    example,
    ...currency,
    ...(months === null ? {} : { retentionMonths: months }),
  }
}

export function teamRow(team: Team): TeamRow {
  const { name, plan, zone, anchor } = team
  return {
    team_id: team.id,
    name,
    plan,
    zone,
    anchor,
    created_at: team.createdAt,
    example: bit(team.example),
    charges: 0,
    decisions: 0,
    currency: team.currency ?? null,
    retention_months: team.retentionMonths ?? null,
  }
}
