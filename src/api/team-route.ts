import type { z } from 'zod'
import { type Action, allows } from '#shared/contract/permissions.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Answer } from './answer.ts'
import type { Author } from './audit/records.ts'
import { parseRequest, type RawRequest, type Shapes } from './http/request.ts'
import type { Ports, TeamStore, Viewer } from './ports.ts'

/** What every handler of a team's route gets, besides what was asked. */
export type Common = {
  team: TeamStore
  viewer: Viewer
  ports: Ports
  asOf: Millis
  /** Whose doing it is, for the record. */
  by: Author
}

export type TeamRoute = {
  method: string
  path: string
  /** What the viewer must be allowed; any one of them suffices. */
  needs: readonly Action[]
  answer: (raw: RawRequest, common: Common) => Promise<Answer<unknown>>
}

/** Binds a route of the contract to its handler: what arrives there has the contract's types. */
export function teamRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  shapes: Shapes<P, Q, B, R>,
  route: {
    needs: readonly Action[]
    handle: (
      asked: Common & { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    ) => Promise<Answer<z.input<R>>>
  },
): TeamRoute {
  return {
    method: shapes.method,
    path: shapes.path,
    needs: route.needs,
    answer: async (raw, common) => {
      const parts = await parseRequest(shapes, raw)
      return parts.ok ? route.handle({ ...common, ...parts.value }) : parts
    },
  }
}

export function mayAsk(viewer: Viewer, route: Pick<TeamRoute, 'needs'>): boolean {
  const { roles, embedded } = viewer
  const isEmbedded = embedded !== undefined
  return route.needs.some((action) => allows({ roles, isEmbedded }, action))
}
