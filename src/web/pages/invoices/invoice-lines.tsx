import { Link } from '@tanstack/react-router'
import type { InvoiceLineView } from '#shared/contract/invoice.ts'
import type { Micros } from '#shared/credits/amounts.ts'
import { money } from '#web/format/money.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { lineNotes, priceWords, quantityWords } from './invoice-words.ts'
import styles from './invoices.module.css'

type InvoiceLinesProps = {
  lines: readonly InvoiceLineView[]
  currency: string
  total: Micros
  cycle: string
}

/** Where the charges of each resource are listed. */
const CHARGES_PAGES = {
  flows: '/flows',
  ai: '/ai-credits/usage',
  'api-calls': '/api-calls',
  assistant: '/assistant',
} as const

/** Each opens to the charges behind it; they sum to the total. */
export function InvoiceLines({ lines, currency, total, cycle }: InvoiceLinesProps) {
  return (
    <DataTable
      caption="Lines of the invoice"
      columns={columns(currency, cycle)}
      rows={lines}
      keyOf={({ id }) => id}
      footers={[{ title: <b>Total</b>, amount: <b>{money(total, currency)}</b> }]}
    />
  )
}

function columns(currency: string, cycle: string): Column<InvoiceLineView>[] {
  return [
    {
      key: 'title',
      header: 'What for',
      isRowHeader: true,
      cell: (line) => (
        <>
          <ChargesLink line={line} cycle={cycle} />
          <span className={styles.narrowNote}>
            {quantityWords(line)}, {priceWords(line, currency)}
          </span>
          {lineNotes(line, currency).map((note) => (
            <span key={note} className={styles.lineNote}>
              {note}
            </span>
          ))}
        </>
      ),
    },
    { key: 'quantity', header: 'Quantity', align: 'end', wideOnly: true, cell: quantityWords },
    {
      key: 'price',
      header: 'Price',
      align: 'end',
      wideOnly: true,
      cell: (line) => priceWords(line, currency),
    },
    {
      key: 'amount',
      header: 'Amount',
      align: 'end',
      cell: ({ micros }) => money(micros, currency),
    },
  ]
}

/** To the charges behind the line; a pack to its receipt. */
function ChargesLink({ line, cycle }: { line: InvoiceLineView; cycle: string }) {
  const to = CHARGES_PAGES[line.resource]
  if (line.kind === 'bonus-pack') return <Link to={to}>{line.title}</Link>
  const bought = `${line.blockCredits}x${line.blockMicros}`
  const late = line.late ? ('yes' as const) : ('no' as const)
  return (
    <Link to={to} search={(before) => ({ ...before, cycle, bought, late })} hash="charges">
      {line.title}
    </Link>
  )
}
