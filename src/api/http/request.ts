import type { z } from 'zod'
import { type Answer, answer } from '../answer.ts'
import { parsePart } from './parse.ts'

/** A route of the contract. */
export type Shapes<P, Q, B, R> = {
  method: string
  path: string
  params: P
  query: Q
  body: B
  reply: R
}

/** A request in parts, as yet unparsed; the body is only read once whoever asks may ask. */
export type RawRequest = { params: unknown; query: unknown; body: () => Promise<Answer<unknown>> }

type Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: z.output<P>
  query: z.output<Q>
  body: z.output<B>
}

export async function parseRequest<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  shapes: { params: P; query: Q; body: B },
  raw: RawRequest,
): Promise<Answer<Parts<P, Q, B>>> {
  const params = parsePart(shapes.params, raw.params, 'path')
  if (!params.ok) return params
  const query = parsePart(shapes.query, raw.query, 'query')
  if (!query.ok) return query
  const json = await raw.body()
  if (!json.ok) return json
  const body = parsePart(shapes.body, json.value, 'body')
  if (!body.ok) return body
  return answer({ params: params.value, query: query.value, body: body.value })
}
