import { isDeepStrictEqual } from 'node:util'
import { billablesOf } from '#api/invoices/billables.ts'
import type { TeamReads } from '#api/ports.ts'
import type { BillingTerms } from '#shared/credits/cycle.ts'
import { invoiceLines, invoiceTotal } from '#shared/credits/invoice.ts'
import type { Db } from '../database/engine.ts'
import { closingFrom } from '../database/rows/invoice.ts'

/** Whether each closed cycle has the invoice that its sales and packs make, and the numbers no gaps. */
export async function faultsOfInvoices(
  db: Db,
  { reads, team, billing }: { reads: TeamReads; team: string; billing: BillingTerms },
): Promise<{ count: number; faults: string[] }> {
  const invoices = new Map((await reads.invoices()).map((invoice) => [invoice.cycle, invoice]))
  const closings = await db
    .selectFrom('closings')
    .selectAll()
    .where('team_id', '=', team)
    .orderBy('cycle')
    .execute()
  const faults: string[] = []
  let number = 0
  for (const closing of closings.map(closingFrom)) {
    const invoice = invoices.get(closing.cycle)
    invoices.delete(closing.cycle)
    if (invoice && invoice.number !== ++number) {
      faults.push(`invoices: that of ${closing.cycle} has number ${invoice.number}, not ${number}.`)
    }
    if (closing.invoice !== invoice?.number) {
      faults.push(`invoices: the cycle ${closing.cycle} was closed with another one than is there.`)
      continue
    }
    const due = await billablesOf(reads, { ...closing, id: closing.cycle }, billing)
    const lines = invoice ? invoiceLines(due, invoice.currency) : []
    const agrees = invoice
      ? isDeepStrictEqual(lines, [...invoice.lines]) && invoiceTotal(lines) === invoice.totalMicros
      : due.length === 0
    if (!agrees) faults.push(`invoices: that of ${closing.cycle} is not what was sold in it.`)
  }
  for (const cycle of invoices.keys()) {
    faults.push(`invoices: there is one of ${cycle}, which was not closed.`)
  }
  return { count: number, faults }
}
