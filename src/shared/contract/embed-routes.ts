import { z } from 'zod'
import { openEmbedBodySchema, openEmbedReplySchema } from './embed.ts'

const none = z.object({})

/** Asked by the page that a link of a host product opens. */
export const EMBED_ROUTES = {
  openEmbed: {
    method: 'post',
    path: '/api/v1/embed-sessions',
    summary: 'Open the dashboard embedded, with the token of a host product’s link, once',
    description:
      'Sets a cookie that is good for eight hours, for one member of one team. It counts only beside the header `X-Headroom-Embed`, which says which embedded dashboard asks; with that header nothing else does.',
    params: none,
    query: none,
    body: openEmbedBodySchema,
    reply: openEmbedReplySchema,
  },
} as const
