import { z } from 'zod'
import { invoiceReplySchema, invoicesReplySchema } from './invoice.ts'
import { dateSchema, idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const none = z.object({})
const noBody = z.undefined()

/** What is paid. Apart from the others: the first page needs none of it. */
export const INVOICE_ROUTES = {
  invoices: {
    method: 'get',
    path: '/api/v1/teams/{team}/invoices',
    summary: 'The invoices, newest first; of a cycle that is not final yet, a draft so far',
    params: teamParams,
    query: none,
    body: noBody,
    reply: invoicesReplySchema,
  },
  invoice: {
    method: 'get',
    path: '/api/v1/teams/{team}/invoices/{cycle}',
    summary: 'The invoice of one cycle with its lines',
    params: teamParams.extend({ cycle: dateSchema }),
    query: none,
    body: noBody,
    reply: invoiceReplySchema,
  },
} as const
