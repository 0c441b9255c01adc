import { Hono } from 'hono'
import { type Listening, listen } from '../listen.ts'
import type { Metrics } from './metrics.ts'

/** `/metrics` on a port of its own: what they tell of the server is not for those who use it. */
export async function serveMetrics(
  place: { host: string; port: number },
  metrics: Pick<Metrics, 'exposition'>,
): Promise<Listening> {
  const site = new Hono()
  site.get('/metrics', async (c) => {
    const { type, text } = await metrics.exposition()
    return c.text(text, 200, { 'content-type': type, 'cache-control': 'no-store' })
  })
  return listen({
    fetch: (request) => site.fetch(request),
    ...place,
    setting: 'HEADROOM_METRICS',
  })
}
