import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { InvoiceReply } from '#shared/contract/invoice.ts'
import { invoiceQuery } from '#web/api/invoices.ts'
import { partState } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Invoice } from './invoice.tsx'
import styles from './invoices.module.css'
import { OnlyBilling } from './only-billing.tsx'

/** One invoice: what is paid, and what for. */
export function InvoicePage() {
  useDocumentTitle('Invoice')
  const { may } = useViewer()
  return may('view-invoices') ? <OneInvoice /> : <OnlyBilling />
}

function OneInvoice() {
  const { team } = useViewer()
  const { of } = useParams({ from: '/invoices/$of' })
  const state = partState(useQuery(invoiceQuery(team, of)), () => false)
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link to="/invoices">All invoices</Link>
      </p>
      {content(state)}
    </div>
  )
}

function content(state: ReturnType<typeof partState<InvoiceReply>>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading the invoice">
          <Skeleton height={320} />
        </div>
      )
    case 'error':
      return <Failure failure={state} isPage />
    case 'empty':
    case 'ready':
      return <Invoice reply={state.data} />
    default:
      return state satisfies never
  }
}
