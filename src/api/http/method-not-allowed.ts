import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refuse } from '../answer.ts'
import { problemResponse } from './problem.ts'

/** Refuses every other method on the addresses mounted so far, and says which they take. */
export function refuseOtherMethods(app: OpenAPIHono): void {
  const byPath = new Map<string, string[]>()
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method]
    byPath.set(path, [...(byPath.get(path) ?? []), ...methods])
  }
  for (const [path, methods] of byPath) {
    app.all(path, (c) => methodNotAllowed(c, methods))
  }
}

function methodNotAllowed(c: Context, methods: readonly string[]): Response {
  const detail = `This address takes ${methods.join(' and ')}, not ${c.req.method}.`
  const requestId = c.get('requestId')
  return problemResponse(refuse('method-not-allowed', detail), {
    requestId,
    headers: { allow: methods.join(', ') },
  })
}
