import type { InvoiceReply, InvoiceSummary, InvoicesReply } from '#shared/contract/invoice.ts'
import { finalAt } from '#shared/credits/booking.ts'
import { type Cycle, cycleAt, cycleOfIndex } from '#shared/credits/cycle.ts'
import { invoiceLines, invoiceName, invoiceTotal } from '#shared/credits/invoice.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Invoice } from '../records.ts'
import type { View } from '../views/view.ts'
import { billablesOf } from './billables.ts'

/** An invoice with its lines. */
export type WholeInvoice = InvoiceReply['invoice']

/** The drafts of the cycles that are not closed yet, then the final ones. */
export async function invoicesView(view: View): Promise<InvoicesReply> {
  const drafts = await draftsOf(view)
  const final = (await view.reads.invoices()).map((invoice) => finalOf(view, invoice))
  return { ...headOf(view), invoices: [...drafts, ...final].map(summaryOf) }
}

export async function invoiceView(view: View, cycle: string): Promise<Answer<InvoiceReply>> {
  const invoice = await findInvoice(view, cycle)
  if (!invoice) {
    return refuse('unknown-invoice', `Nothing is to be paid for a billing cycle of ${cycle}.`)
  }
  return answer({ ...headOf(view), invoice })
}

async function findInvoice(view: View, cycle: string): Promise<WholeInvoice | undefined> {
  const final = await view.reads.invoice(cycle)
  if (final) return finalOf(view, final)
  return (await draftsOf(view)).find((draft) => draft.cycle.id === cycle)
}

/** Computed from the ledger each time, newest first; a cycle with nothing to pay has none. */
async function draftsOf(view: View): Promise<WholeInvoice[]> {
  const { reads, catalog } = view
  const { currency } = catalog
  const drafts: WholeInvoice[] = []
  for (const cycle of await openCycles(view)) {
    const lines = invoiceLines(await billablesOf(reads, cycle, view.terms.billing), currency)
    if (lines.length === 0) continue
    const { id, start, end } = cycle
    drafts.push({
      cycle: { id, start, end },
      state: { kind: 'draft', finalAt: finalAt(cycle) },
      currency,
      lines,
      totalMicros: invoiceTotal(lines),
    })
  }
  return drafts
}

/** From the first that is not closed to the one that is going on, newest first. */
async function openCycles({ reads, terms, asOf }: View): Promise<Cycle[]> {
  const { billing, team } = terms
  const closedUntil = (await reads.lastClosing())?.end ?? team.createdAt
  const billingStart = cycleOfIndex(billing, 0).start
  const first = cycleAt(billing, Math.max(billingStart, closedUntil))
  const last = cycleAt(billing, asOf)
  const cycles = [first]
  for (let index = first.index + 1; index <= last.index; index++) {
    cycles.unshift(cycleOfIndex(billing, index))
  }
  return cycles
}

function finalOf({ terms }: View, invoice: Invoice): WholeInvoice {
  const { number, cycle: id, start, end, issuedAt, currency, lines, totalMicros } = invoice
  const name = invoiceName(terms.team.id, number)
  return {
    cycle: { id, start, end },
    state: { kind: 'final', number, name, issuedAt },
    currency,
    lines: [...lines],
    totalMicros,
  }
}

function summaryOf({ lines, ...invoice }: WholeInvoice): InvoiceSummary {
  return { ...invoice, lines: lines.length }
}

function headOf({ terms, asOf }: View): Pick<InvoicesReply, 'asOf' | 'team'> {
  const { id, name, zone } = terms.team
  return { asOf, team: { id, name, zone } }
}
