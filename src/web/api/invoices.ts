import { queryOptions } from '@tanstack/react-query'
import { DOWNLOADS, type ExportKind } from '#shared/contract/downloads.ts'
import { INVOICE_ROUTES } from '#shared/contract/invoice-routes.ts'
import { call, fetchFile } from './client.ts'
import { keys } from './keys.ts'

/** A draft grows with the charges. */
const EVERY_MS = 60_000

/** The invoices, newest first; drafts before final ones. */
export function invoicesQuery(team: string) {
  return queryOptions({
    queryKey: keys.invoices(team),
    queryFn: ({ signal }) => call(INVOICE_ROUTES.invoices, { params: { team }, signal }),
    refetchInterval: EVERY_MS,
  })
}

/** The invoice of one cycle with its lines. */
export function invoiceQuery(team: string, cycle: string) {
  return queryOptions({
    queryKey: keys.invoice(team, cycle),
    queryFn: ({ signal }) => call(INVOICE_ROUTES.invoice, { params: { team, cycle }, signal }),
    refetchInterval: ({ state }) => (state.data?.invoice.state.kind === 'final' ? false : EVERY_MS),
  })
}

export function fetchExport(team: string, options: { kind: ExportKind; cycle: string }) {
  const { kind, cycle } = options
  return fetchFile(DOWNLOADS.exportFile, { params: { team, kind }, query: { cycle } })
}

export function fetchInvoiceFile(team: string, cycle: string) {
  return fetchFile(DOWNLOADS.invoiceFile, { params: { team, cycle } })
}
