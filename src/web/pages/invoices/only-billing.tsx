import { Link } from '@tanstack/react-router'
import { EmptyState } from '#web/ui/empty-state.tsx'

/** Says who can see invoices to those who can't. */
export function OnlyBilling() {
  return (
    <EmptyState
      isPage
      title="Invoices are for Billing admins"
      action={<Link to="/">Go to Resource usage</Link>}
    >
      Ask someone with the Billing role of your team: they can open, print and download each
      invoice.
    </EmptyState>
  )
}
