import { z } from 'zod'
import { idSchema, instantSchema } from './values.ts'

/** The pages that a link can open: those of the team, but for who is in it and its keys. */
export const EMBED_PAGES = [
  '/',
  '/flows',
  '/ai-credits',
  '/ai-credits/usage',
  '/api-calls',
  '/assistant',
  '/invoices',
  '/inbox',
  '/deliveries',
  '/audit',
] as const
export const embedPageSchema = z.enum(EMBED_PAGES, `must be one of ${EMBED_PAGES.join(' ')}`)
export type EmbedPage = z.infer<typeof embedPageSchema>

export const embedLinkBodySchema = z.strictObject({
  member: idSchema,
  /** The page that it opens; the first one, if none is named. */
  path: embedPageSchema.default('/'),
})

export const embedLinkReplySchema = z.object({
  /** To be given to the member's browser; it holds a token. */
  url: z.string(),
  expiresAt: instantSchema,
})

export const openEmbedBodySchema = z.strictObject({ token: z.string().min(1).max(500) })

/** Which of the browser's embedded dashboards it is: the same for the same member. No secret. */
export const embedIdSchema = z.string().regex(/^[\w-]{16}$/)

export const openEmbedReplySchema = z.object({ embed: embedIdSchema, path: embedPageSchema })
