import type { InvoiceReply } from '#shared/contract/invoice.ts'
import { minorDigits } from '#shared/credits/invoice.ts'
import { type Cell, csvLine } from '../exports/csv.ts'
import { isoTime, moneyText } from '../exports/texts.ts'

const COLUMNS = [
  'invoice',
  'state',
  'team',
  'cycle_start',
  'cycle_end',
  'line',
  'description',
  'resource',
  'late',
  'quantity',
  'unit_credits',
  'unit_price',
  'exact_amount',
  'amount',
  'currency',
] as const

/** The lines of an invoice, and last their total. */
export async function* invoiceFile({ team, invoice }: InvoiceReply): AsyncGenerator<string> {
  const { state, cycle, currency, lines, totalMicros } = invoice
  const digits = minorDigits(currency)
  const head: Cell[] = [
    state.kind === 'final' ? state.name : '',
    state.kind === 'final' ? 'final' : 'draft so far',
    team.name,
    isoTime(cycle.start),
    isoTime(cycle.end),
  ]
  yield csvLine(COLUMNS)
  for (const line of lines) {
    const sold =
      line.kind === 'pay-as-you-go'
        ? [line.late ? 'yes' : 'no', line.blocks, line.blockCredits, moneyText(line.blockMicros)]
        : ['no', line.packs, line.packCredits, moneyText(line.packMicros)]
    const amounts = [moneyText(line.exactMicros), moneyText(line.micros, digits)]
    yield csvLine([...head, line.id, line.title, line.resource, ...sold, ...amounts, currency])
  }
  const total = moneyText(totalMicros, digits)
  yield csvLine([...head, 'total', 'Total', '', '', '', '', '', '', total, currency])
}
