import type { Balance } from '#shared/credits/burn-down.ts'
import type { BonusGrant } from '../records.ts'

/** Bonus grants all burn after what is included; among them the one that expires first goes first. */
export function bonusBalances(grants: readonly BonusGrant[]): Balance[] {
  return grants.map(({ id, amount, left, start, expiry }) => ({
    id,
    amount,
    left,
    start,
    priority: 0,
    ...(expiry === undefined ? {} : { expiry }),
  }))
}
