import type { TeamWrites } from '../ports.ts'
import type { Terms } from './terms.ts'

/**
 * From a team's first amount of money on, all of its money is in the catalog's currency of then: so
 * each invoice, cap and sum has one.
 */
export async function keepCurrency(tx: TeamWrites, { team, catalog }: Terms): Promise<void> {
  if (team.currency === undefined) await tx.setCurrency(catalog.currency)
}
