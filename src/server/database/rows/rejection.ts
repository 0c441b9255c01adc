import type { Rejection } from '#api/records.ts'
import type { RejectionRow } from '../schema.ts'

export function rejectionFrom(row: RejectionRow): Rejection {
  const { hash, times, reason, detail, path, event } = row
  return {
    team: row.team_id,
    hash,
    receivedAt: row.received_at,
    times,
    reason,
    detail,
    path,
    event,
  }
}

export function rejectionRow(rejection: Rejection): RejectionRow {
  const { team, receivedAt, ...rest } = rejection
  return { team_id: team, received_at: receivedAt, ...rest }
}
