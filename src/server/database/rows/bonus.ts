import type { BonusGrant } from '#api/records.ts'
import type { BonusRow } from '../schema.ts'
import { resourceFrom } from './values.ts'

export function bonusFrom(row: BonusRow): BonusGrant {
  const grant = {
    id: row.grant_id,
    resource: resourceFrom(row.resource),
    amount: row.amount,
    left: row.left_credits,
    start: row.start,
  }
  return row.expiry === null ? grant : { ...grant, expiry: row.expiry }
}

export function bonusRow(team: string, grant: BonusGrant): BonusRow {
  return {
    team_id: team,
    grant_id: grant.id,
    resource: grant.resource,
    amount: grant.amount,
    left_credits: grant.left,
    start: grant.start,
    expiry: grant.expiry ?? null,
  }
}
