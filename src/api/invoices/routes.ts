import { INVOICE_ROUTES as ROUTES } from '#shared/contract/invoice-routes.ts'
import { type Answer, answer } from '../answer.ts'
import { viewed } from '../in-view.ts'
import { chargesAlertView } from '../spending/charges-alert-view.ts'
import { setChargesAlert } from '../spending/set-charges-alert.ts'
import { type Common, type TeamRoute, teamRoute } from '../team-route.ts'
import type { View } from '../views/view.ts'
import { closeCycles } from './close-due.ts'
import { invoicesView, invoiceView } from './invoices-view.ts'

export const INVOICE_ROUTES: Record<keyof typeof ROUTES, TeamRoute> = {
  invoices: teamRoute(ROUTES.invoices, {
    needs: ['view-invoices'],
    handle: (asked) => viewedClosed(asked, async (view) => answer(await invoicesView(view))),
  }),
  invoice: teamRoute(ROUTES.invoice, {
    needs: ['view-invoices'],
    handle: (asked) => viewedClosed(asked, (view) => invoiceView(view, asked.params.cycle)),
  }),
  chargesAlert: teamRoute(ROUTES.chargesAlert, {
    needs: ['view-invoices'],
    handle: (asked) => viewed(asked, async (view) => answer(await chargesAlertView(view))),
  }),
  setChargesAlert: teamRoute(ROUTES.setChargesAlert, {
    needs: ['switch-pay-as-you-go'],
    handle: setChargesAlert,
  }),
}

/** Closes what is due first: nobody sees a draft of what is final. */
export async function viewedClosed<T>(
  asked: Common,
  work: (view: View) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  await closeCycles(asked.team, { catalog: asked.ports.catalog, asOf: asked.asOf })
  return viewed(asked, work)
}
