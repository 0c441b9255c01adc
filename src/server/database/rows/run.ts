import type { Run } from '#api/records.ts'
import type { RunRow } from '../schema.ts'
import { oneOf, resourceFrom } from './values.ts'

const STATES = ['admitted', 'settled', 'released'] as const

export function runFrom(row: RunRow): Run {
  return {
    id: row.run_id,
    request: row.request,
    resource: resourceFrom(row.resource),
    holder: row.holder,
    ...(row.member_id === null ? {} : { member: row.member_id }),
    ...(row.part === null ? {} : { part: row.part }),
    estimate: row.estimate,
    used: row.used,
    held: row.held,
    state: oneOf(STATES, row.state),
    admittedAt: row.admitted_at,
    expiresAt: row.expires_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  }
}

export function runRow(team: string, run: Run): RunRow {
  return {
    team_id: team,
    run_id: run.id,
    request: run.request,
    resource: run.resource,
    holder: run.holder,
    member_id: run.member ?? null,
    part: run.part ?? null,
    estimate: run.estimate,
    used: run.used,
    held: run.held,
    state: run.state,
    admitted_at: run.admittedAt,
    expires_at: run.expiresAt,
    ended_at: run.endedAt ?? null,
  }
}
