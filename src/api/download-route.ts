import type { z } from 'zod'
import type { Action } from '#shared/contract/permissions.ts'
import type { Answer } from './answer.ts'
import { parsePart } from './http/parse.ts'
import type { RawRequest } from './http/request.ts'
import type { Common } from './team-route.ts'

/** A file made while it is sent: nobody holds the whole of it. */
export type Download = { name: string; parts: AsyncGenerator<string> }

export type DownloadRoute = {
  path: string
  /** What the viewer must be allowed for what is asked; any one of them suffices. */
  needs: (params: Record<string, string>) => readonly Action[]
  answer: (raw: RawRequest, common: Common) => Promise<Answer<Download>>
}

/** Binds a download of the contract to its handler: what arrives there has the contract's types. */
export function downloadRoute<P extends z.ZodType, Q extends z.ZodType>(
  shapes: { path: string; params: P; query: Q },
  route: {
    needs: DownloadRoute['needs']
    handle: (
      asked: Common & { params: z.output<P>; query: z.output<Q> },
    ) => Promise<Answer<Download>>
  },
): DownloadRoute {
  return {
    path: shapes.path,
    needs: route.needs,
    answer: async (raw, common) => {
      const params = parsePart(shapes.params, raw.params, 'path')
      if (!params.ok) return params
      const query = parsePart(shapes.query, raw.query, 'query')
      if (!query.ok) return query
      return route.handle({ ...common, params: params.value, query: query.value })
    },
  }
}
