import { Hono } from 'hono'

/**
 * For whoever keeps the server running, by whatever name they call it: they tell nothing of anybody.
 * `/healthz`: the process answers. `/readyz`: what comes could be written, and it is not stopping.
 */
export function createProbes(of: { isReady: () => Promise<boolean> }): Hono {
  const probes = new Hono()
  probes.get('/healthz', (c) => c.text('ok\n', 200, NO_STORE))
  probes.get('/readyz', async (c) =>
    (await of.isReady()) ? c.text('ready\n', 200, NO_STORE) : c.text('not ready\n', 503, NO_STORE),
  )
  return probes
}

const NO_STORE = { 'cache-control': 'no-store' }
