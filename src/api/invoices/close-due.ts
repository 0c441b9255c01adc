import type { Millis } from '#shared/credits/amounts.ts'
import { cyclesDue } from '#shared/credits/booking.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { invoiceLines, invoiceTotal } from '#shared/credits/invoice.ts'
import { loadTerms, type Terms } from '../ledger/terms.ts'
import type { TeamStore, TeamWrites } from '../ports.ts'
import { billablesOf } from './billables.ts'

type Due = { terms: Terms; catalog: Catalog; asOf: Millis }

/**
 * Closes the team's cycles that are due, each with its invoice, if any is. Only then it takes the
 * team's lock.
 *
 * @returns how many it closed: none where another was first
 */
export async function closeCycles(
  team: TeamStore,
  { catalog, asOf }: { catalog: Catalog; asOf: Millis },
): Promise<number> {
  if (!(await team.profile())) return 0
  const due = { terms: await team.read((reads) => loadTerms(reads, catalog)), catalog, asOf }
  if (dueCycles(due).length === 0) return 0
  return team.write(async (tx) => {
    // Another may have closed them while this one waited for the lock.
    const closedUntil = (await tx.lastClosing())?.end
    const cycles = dueCycles({ ...due, terms: { ...due.terms, closedUntil } })
    for (const cycle of cycles) await closeCycle(tx, { ...due, cycle })
    return cycles.length
  })
}

/**
 * Closes what is due before anything is booked, in the same transaction and under the same lock: so
 * what a closed cycle was invoiced with can't grow.
 *
 * @param due with terms that were read under that lock
 * @returns the end of the last closed cycle
 */
export async function closeDue(tx: TeamWrites, due: Due): Promise<Millis | undefined> {
  const cycles = dueCycles(due)
  for (const cycle of cycles) await closeCycle(tx, { ...due, cycle })
  return cycles.at(-1)?.end ?? due.terms.closedUntil
}

function dueCycles({ terms, asOf }: Due): Cycle[] {
  const { billing, team, closedUntil } = terms
  return cyclesDue({ billing, ledgerSince: team.createdAt, closedUntil, asOf })
}

async function closeCycle(tx: TeamWrites, options: Due & { cycle: Cycle }): Promise<void> {
  const { cycle, terms, catalog, asOf } = options
  const { currency } = catalog
  const { id, start, end } = cycle
  const lines = invoiceLines(await billablesOf(tx, cycle, terms.billing), currency)
  if (lines.length === 0) return tx.addClosing({ cycle: id, start, end, closedAt: asOf })
  const [last] = await tx.invoices()
  const number = (last?.number ?? 0) + 1
  const totalMicros = invoiceTotal(lines)
  const invoice = { number, cycle: id, start, end, issuedAt: asOf, currency, lines, totalMicros }
  await tx.addInvoice(invoice)
  await tx.addClosing({ cycle: id, start, end, closedAt: asOf, invoice: number })
}
