import { z } from 'zod'
import { auditFileQuerySchema } from './audit.ts'
import { dateSchema, idSchema } from './values.ts'

/**
 * `charges`: each charge with its event and rate. `usage`: by local day, resource and kind. `focus`:
 * each charge and purchase in the columns of FOCUS 1.2.
 */
export const EXPORT_KINDS = ['charges', 'usage', 'focus'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]

const none = z.object({})

/** What is taken home as a file. A parameter before `.csv` ends there. */
export const DOWNLOADS = {
  invoiceFile: {
    method: 'get',
    path: '/api/v1/teams/{team}/invoices/{cycle}.csv',
    summary: 'The lines of an invoice as CSV',
    params: z.object({ team: idSchema, cycle: dateSchema }),
    query: none,
  },
  exportFile: {
    method: 'get',
    path: '/api/v1/teams/{team}/exports/{kind}.csv',
    summary:
      'Charges, usage, or charges in the columns of FOCUS 1.2, of one cycle, streamed as CSV',
    params: z.object({ team: idSchema, kind: z.enum(EXPORT_KINDS) }),
    query: z.object({ cycle: dateSchema.optional() }),
  },
  auditFile: {
    method: 'get',
    path: '/api/v1/teams/{team}/audit.csv',
    summary: 'The audit log, or what matches of it, streamed as CSV',
    params: z.object({ team: idSchema }),
    query: auditFileQuerySchema,
  },
} as const
