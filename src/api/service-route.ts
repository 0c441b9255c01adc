import type { z } from 'zod'
import type { Answer } from './answer.ts'
import { parseRequest, type RawRequest, type Shapes } from './http/request.ts'
import type { Ports } from './ports.ts'

/** A route that a host product asks, not a person: it names its team itself. */
export type ServiceRoute = {
  method: string
  path: string
  answer: (raw: RawRequest, ports: Ports) => Promise<Answer<unknown>>
}

/** Binds a route of the contract to its handler: what arrives there has the contract's types. */
export function serviceRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  shapes: Shapes<P, Q, B, R>,
  handle: (
    asked: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    ports: Ports,
  ) => Promise<Answer<z.input<R>>>,
): ServiceRoute {
  return {
    method: shapes.method,
    path: shapes.path,
    answer: async (raw, ports) => {
      const parts = await parseRequest(shapes, raw)
      return parts.ok ? handle(parts.value, ports) : parts
    },
  }
}
