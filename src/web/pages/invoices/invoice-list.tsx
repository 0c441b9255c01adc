import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { InvoiceSummary, InvoicesReply } from '#shared/contract/invoice.ts'
import { cycleDays, dayOf } from '#web/format/date.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import { money } from '#web/format/money.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { Card } from '#web/ui/card.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { nameOf } from './invoice-words.ts'
import styles from './invoices.module.css'

/** Every invoice, newest first, each opening to its lines. */
export function InvoiceList({ reply }: { reply: InvoicesReply }) {
  const id = useId()
  const frame = useTimeFrame(reply.asOf)
  return (
    <Card aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        All invoices
      </h2>
      <DataTable
        caption="Invoices, newest first"
        columns={columns(frame)}
        rows={reply.invoices}
        keyOf={({ cycle }) => cycle.id}
      />
    </Card>
  )
}

function columns(frame: TimeFrame): Column<InvoiceSummary>[] {
  return [
    {
      key: 'cycle',
      header: 'Billing cycle',
      isRowHeader: true,
      cell: ({ cycle }) => (
        <Link to="/invoices/$of" params={{ of: cycle.id }}>
          {cycleDays(cycle, frame)}
        </Link>
      ),
    },
    { key: 'name', header: 'Invoice', cell: ({ state }) => nameOf(state) },
    {
      key: 'issued',
      header: 'Issued',
      wideOnly: true,
      cell: ({ state }) =>
        state.kind === 'final'
          ? dayOf(state.issuedAt, frame)
          : `Final on ${dayOf(state.finalAt, frame)}`,
    },
    {
      key: 'total',
      header: 'Total',
      align: 'end',
      cell: ({ totalMicros, currency }) => money(totalMicros, currency),
    },
  ]
}
