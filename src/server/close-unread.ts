import type { MiddlewareHandler } from 'hono'

/** As much of a body comes with its head, whether it is wanted or not. */
const SMALL_BYTES = 16 * 1024

/**
 * Says that the connection ends with an answer that came before all of the request was read: so it does,
 * and who sent it must not send the next one after it.
 */
export function closeUnread(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (isLarge(c.req.raw.headers) && !c.req.raw.bodyUsed) c.res.headers.set('connection', 'close')
  }
}

/** One without a length is however large it becomes. */
function isLarge(headers: Headers): boolean {
  return (
    headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > SMALL_BYTES
  )
}
