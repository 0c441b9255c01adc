import { z } from 'zod'
import { cursorSchema, limitSchema } from './page.ts'
import { idSchema, instantSchema } from './values.ts'

/** A mail that there was nothing to send with, as it would have been sent. */
export const keptMailSchema = z.object({
  mail: z.string(),
  /** When it was kept. */
  at: instantSchema,
  /** Absent for a mail that is of no team. */
  team: z.object({ id: idSchema, name: z.string() }).optional(),
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})
export type KeptMailView = z.infer<typeof keptMailSchema>

export const keptMailsReplySchema = z.object({
  asOf: instantSchema,
  /** Newest first. */
  mails: z.array(keptMailSchema),
  nextCursor: z.string().optional(),
})
export type KeptMailsReply = z.infer<typeof keptMailsReplySchema>

/** What only the operator of the server may ask: it is of all teams, and of none. */
export const OPERATOR_ROUTES = {
  keptMails: {
    method: 'get',
    path: '/api/v1/kept-mails',
    summary: 'The mails of all teams that were kept, for want of a mail server; newest first',
    params: z.object({}),
    query: z.object({ cursor: cursorSchema.optional(), limit: limitSchema }),
    body: z.undefined(),
    reply: keptMailsReplySchema,
  },
} as const
