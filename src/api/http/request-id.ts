import type { MiddlewareHandler } from 'hono'
import type { ProblemCode } from '#shared/contract/problem.ts'

const HEADER = 'x-request-id'

/** What can stand in a log line and a header as it is. */
const SANE = /^[\w=-]{1,128}$/

declare module 'hono' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface is merged with the library's.
  interface ContextVariableMap {
    requestId: string
    /** The code of the problem that it was answered with. */
    problem?: ProblemCode | undefined
  }
}

/** Every answer names its request: as the sender named it, or by a name made here. */
export function withRequestId(): MiddlewareHandler {
  return async (c, next) => {
    const asked = c.req.header(HEADER) ?? ''
    // A host around the API may have named it already.
    const requestId = c.get('requestId') ?? (SANE.test(asked) ? asked : crypto.randomUUID())
    c.set('requestId', requestId)
    await next()
    c.res.headers.set(HEADER, requestId)
  }
}
