import { usedOfAllowance } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { crossedByLimit } from '#shared/credits/crossing.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { openBooks } from '../ledger/books.ts'
import { crossingOf } from '../ledger/charge-record.ts'
import type { Terms } from '../ledger/terms.ts'
import { tellOfLowered } from '../messages/tell-of-charges.ts'
import type { TeamWrites } from '../ports.ts'
import type { AccountRecord } from '../records.ts'

/**
 * A limit that was lowered may leave use behind thresholds that no charge has crossed: they fire now,
 * and people are told, in the same transaction.
 *
 * @param records accounts with their new allowance
 * @returns the same, with what fired
 */
export async function fireLowered(
  tx: TeamWrites,
  options: { records: readonly AccountRecord[]; terms: Terms; cycle: Cycle; asOf: Millis },
): Promise<AccountRecord[]> {
  const { records, terms, cycle, asOf } = options
  const crossed = records.filter((record) => crossedBy(record).length > 0)
  if (crossed.length === 0) return [...records]
  const entries = crossed.map(({ resource, holder }) => ({ resource, holder, cycle }))
  const books = await openBooks(tx, { entries, terms })
  // Crossings are ordered by charge: a number that no charge has gives each its place.
  let charge = await tx.takeChargeNumbers(crossed.length)
  const crossings = crossed.flatMap((account) => {
    const given = { books, account, crossed: crossedBy(account), charge: charge++, at: asOf }
    return crossingOf(given) ?? []
  })
  await tx.addCrossings(crossings)
  await tellOfLowered(tx, { crossings, liftOf: books.lift, terms, asOf })
  return records.map((record) => ({
    ...record,
    fired: [...record.fired, ...crossedBy(record)],
  }))
}

function crossedBy({ account, fired }: AccountRecord) {
  return crossedByLimit({ used: usedOfAllowance(account), allowance: account.allowance, fired })
}
