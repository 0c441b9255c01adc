import { z } from 'zod'
import { auditQuerySchema, auditReplySchema } from './audit.ts'
import { idSchema } from './values.ts'

/** Who decided what. The first page asks none of it. */
export const AUDIT_ROUTES = {
  audit: {
    method: 'get',
    path: '/api/v1/teams/{team}/audit',
    summary: 'The audit log: who decided what, when, from where, before and after; newest first',
    params: z.object({ team: idSchema }),
    query: auditQuerySchema,
    body: z.undefined(),
    reply: auditReplySchema,
  },
} as const
