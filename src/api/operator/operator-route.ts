import type { z } from 'zod'
import { type Answer, refuse } from '../answer.ts'
import { parseRequest, type RawRequest, type Shapes } from '../http/request.ts'
import { type Caller, isOperator } from '../people/caller.ts'
import type { Ports } from '../ports.ts'

/** A route that only the operator of the server may ask. */
export type OperatorRoute = {
  method: string
  path: string
  answer: (
    raw: RawRequest,
    asked: { ports: Ports; caller: Answer<Caller> },
  ) => Promise<Answer<unknown>>
}

/** Binds a route of the contract to its handler, which an operator alone gets to. */
export function operatorRoute<
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
): OperatorRoute {
  return {
    method: shapes.method,
    path: shapes.path,
    answer: async (raw, { ports, caller }) => {
      if (!caller.ok) return caller
      if (!isOperator(caller.value)) {
        return refuse('forbidden', 'Only the operator of this server can do this.')
      }
      const parts = await parseRequest(shapes, raw)
      return parts.ok ? handle(parts.value, ports) : parts
    },
  }
}
