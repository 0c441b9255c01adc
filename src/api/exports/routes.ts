import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { answer } from '../answer.ts'
import { auditFile } from '../audit/audit-file.ts'
import { type DownloadRoute, downloadRoute } from '../download-route.ts'
import { invoiceFile } from '../invoices/invoice-file.ts'
import { invoiceView } from '../invoices/invoices-view.ts'
import { viewedClosed } from '../invoices/routes.ts'
import { withCharges } from '../views/archived.ts'
import { cycleAsked } from '../views/view.ts'
import { exportFile } from './export-file.ts'

export const DOWNLOAD_ROUTES: Record<keyof typeof DOWNLOADS, DownloadRoute> = {
  auditFile: downloadRoute(DOWNLOADS.auditFile, {
    needs: () => ['view-audit'],
    handle: auditFile,
  }),
  invoiceFile: downloadRoute(DOWNLOADS.invoiceFile, {
    needs: () => ['view-invoices'],
    handle: async (asked) => {
      const found = await viewedClosed(asked, (view) => invoiceView(view, asked.params.cycle))
      if (!found.ok) return found
      const { team, invoice } = found.value
      const { state, cycle } = invoice
      const name = state.kind === 'final' ? state.name : `${team.id}-${cycle.id}-draft`
      return answer({ name: `${name}.csv`, parts: invoiceFile(found.value) })
    },
  }),
  exportFile: downloadRoute(DOWNLOADS.exportFile, {
    // FOCUS has the invoice in it.
    needs: ({ kind }) => (kind === 'focus' ? ['view-invoices'] : ['view-charges']),
    handle: async (asked) => {
      const { team, params, query, ports } = asked
      return viewedClosed(asked, async (view) => {
        const cycle = await cycleAsked(view, query.cycle)
        if (!cycle.ok) return cycle
        const of = { team: view.terms.team, cycle: cycle.value }
        const listed = params.kind === 'usage' ? cycle : await withCharges(view.reads, of)
        if (!listed.ok) return listed
        const { currency } = ports.catalog
        const options = { team, profile: view.terms.team, cycle: cycle.value, currency }
        return answer(exportFile(params.kind, options))
      })
    },
  }),
}
