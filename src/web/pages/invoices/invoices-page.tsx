import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { InvoicesReply } from '#shared/contract/invoice.ts'
import { invoicesQuery } from '#web/api/invoices.ts'
import { partState } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { ChargesAlert } from './charges-alert.tsx'
import { InvoiceList } from './invoice-list.tsx'
import styles from './invoices.module.css'
import { NextInvoice } from './next-invoice.tsx'
import { OnlyBilling } from './only-billing.tsx'

/** What is to be paid next, and what was. */
export function InvoicesPage() {
  useDocumentTitle('Invoices')
  const { may } = useViewer()
  return may('view-invoices') ? <Invoices /> : <OnlyBilling />
}

function Invoices() {
  const { team, session } = useViewer()
  const state = partState(useQuery(invoicesQuery(team)), ({ invoices }) => invoices.length === 0)
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>Invoices</h1>
        <p className={styles.note}>{session.team.name}, one for each billing cycle</p>
      </div>
      {content(state)}
      <ChargesAlert />
    </div>
  )
}

function content(state: ReturnType<typeof partState<InvoicesReply>>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading invoices">
          <Skeleton height={240} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return (
        <Card aria-label="Invoices">
          <EmptyState
            title="There is nothing to pay"
            action={<Link to="/">See what is used and left</Link>}
          >
            An invoice begins here with the first pay-as-you-go charge or pack of bonus credits.
          </EmptyState>
        </Card>
      )
    case 'ready':
      return (
        <>
          <NextInvoice reply={state.data} />
          <InvoiceList reply={state.data} />
        </>
      )
    default:
      return state satisfies never
  }
}
