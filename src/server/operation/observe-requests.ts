import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'

/** Counts each request and, where the log is that talkative, says it. */
export function observeRequests({
  metrics,
  log,
}: {
  metrics: Pick<Metrics, 'request'>
  log: Pick<Logger, 'debug'>
}): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now()
    await next()
    const seconds = (performance.now() - started) / 1_000
    const seen = {
      method: c.req.method,
      route: routePath(c),
      status: c.res.status,
      problem: c.get('problem'),
      seconds,
    }
    metrics.request(seen)
    log.debug({ requestId: c.get('requestId'), ...seen }, 'request')
  }
}
