import { z } from 'zod'
import { chargesAlertBodySchema, chargesAlertReplySchema } from './charges-alert.ts'
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
  chargesAlert: {
    method: 'get',
    path: '/api/v1/teams/{team}/charges-alert',
    summary: 'From which charges of a cycle on Billing is told',
    params: teamParams,
    query: none,
    body: noBody,
    reply: chargesAlertReplySchema,
  },
  setChargesAlert: {
    method: 'put',
    path: '/api/v1/teams/{team}/charges-alert',
    summary: 'Set from which charges of a cycle on Billing is told; null for the catalog’s',
    description:
      'Billing is told once in a cycle when its pay-as-you-go charges pass the threshold, all resources together. Raised past what Billing was told of, it can be passed anew. Lowered below what is charged already, Billing is told at once, unless it was told of as much before.',
    params: teamParams,
    query: none,
    body: chargesAlertBodySchema,
    reply: chargesAlertReplySchema,
  },
} as const
