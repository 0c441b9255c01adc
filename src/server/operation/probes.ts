import { Hono } from 'hono'
import { sql } from 'kysely'
import type { Statements } from '../database/engine.ts'

/** A probe is asked again and again: better told that it is not ready than kept waiting. */
const PATIENCE_MS = 2_000

/**
 * For whoever keeps the server running, by whatever name they call it: they tell nothing of anybody.
 * `/healthz`: the process answers. `/readyz`: so does its database, and it is not stopping.
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

/** Whether the database answers in time. */
export async function answers(db: Statements): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), PATIENCE_MS)
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  const answered = await Promise.race([asked, late.promise])
  clearTimeout(timer)
  return answered
}
