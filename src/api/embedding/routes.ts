import { EMBED_ROUTES as SHAPES } from '#shared/contract/embed-routes.ts'
import { parseRequest, type RawRequest } from '../http/request.ts'
import type { Asker, PeopleAnswer } from '../people/people-route.ts'
import type { Ports } from '../ports.ts'
import { openEmbed } from './open-embed.ts'

/** A route for whoever has a link: who is signed in plays no part. */
type EmbedRoute = {
  method: string
  path: string
  answer: (raw: RawRequest, asked: Asker & { ports: Ports }) => Promise<PeopleAnswer<unknown>>
}

export const EMBED_ROUTES: Record<keyof typeof SHAPES, EmbedRoute> = {
  openEmbed: {
    ...SHAPES.openEmbed,
    answer: async (raw, asked) => {
      const parts = await parseRequest(SHAPES.openEmbed, raw)
      return parts.ok ? openEmbed({ ...asked, ...parts.value }) : parts
    },
  },
}
