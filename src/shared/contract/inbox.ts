import { z } from 'zod'
import { MAX_PAGE } from './page.ts'
import { idSchema, instantSchema } from './values.ts'

export const messageIdSchema = z.string().min(1).max(200)
export const pageShape = {
  cursor: z.string().max(1_024).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
}

/** Pages that a message can lead to. */
export const MESSAGE_PATHS = [
  '/',
  '/flows',
  '/ai-credits',
  '/api-calls',
  '/assistant',
  '/invoices',
  '/deliveries',
  '/inbox',
] as const
export type MessagePath = (typeof MESSAGE_PATHS)[number]

export const wordsShape = {
  subject: z.string(),
  /** Each a sentence or two. */
  lines: z.array(z.string()),
  /** Where on the page it leads. */
  path: z.enum(MESSAGE_PATHS),
}

export const inboxQuerySchema = z.object(pageShape)

export const inboxReplySchema = z.object({
  asOf: instantSchema,
  unread: z.int(),
  /** Newest first. */
  messages: z.array(
    z.object({ message: messageIdSchema, at: instantSchema, read: z.boolean(), ...wordsShape }),
  ),
  nextCursor: z.string().optional(),
})
export type InboxReply = z.infer<typeof inboxReplySchema>

export const markBodySchema = z.strictObject({
  messages: z.union([z.literal('all'), z.array(messageIdSchema).min(1).max(MAX_PAGE)]),
  read: z.boolean(),
})

export const markReplySchema = z.object({ asOf: instantSchema, unread: z.int() })

const teamParams = z.object({ team: idSchema })

/** What the viewer was told. Apart from the other routes of messages: every page has the bell. */
export const INBOX_ROUTES = {
  inbox: {
    method: 'get',
    path: '/api/v1/teams/{team}/inbox',
    summary: 'What the viewer was told, newest first, and how much of it is unread',
    params: teamParams,
    query: inboxQuerySchema,
    body: z.undefined(),
    reply: inboxReplySchema,
  },
  markInbox: {
    method: 'put',
    path: '/api/v1/teams/{team}/inbox',
    summary: 'Mark messages of the viewer as read or unread',
    params: teamParams,
    query: z.object({}),
    body: markBodySchema,
    reply: markReplySchema,
  },
} as const
