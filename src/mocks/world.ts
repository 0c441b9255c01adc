import { createApi } from '#api/app.ts'
import { readDue } from '#api/connections/read-due.ts'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import { loadScenario } from '#api/load-scenario.ts'
import { DAY, type Millis } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { type ScenarioName, scenario } from '#shared/demo/scenarios.ts'
import { madeUpAccounts } from './made-up-accounts.ts'
import { memoryLimits } from './memory-limits.ts'
import { createMemoryStore } from './store/memory-store.ts'

export const FAULTS = ['none', 'slow', 'errors', 'offline'] as const
export type Fault = (typeof FAULTS)[number]

/** A server in the page: the real API over a made-up team, with a clock and faults to play with. */
export type World = {
  fetch: (request: Request) => Promise<Response>
  fault: Fault
  /** Days that the clock is ahead. */
  daysAhead: number
}

const PUBLIC_URL = 'http://localhost'

/** A made-up team's whole past is due at once. */
const PREVIEW_BATCH = 1_000

export async function createWorld(options: {
  scenario: ScenarioName
  now: () => Millis
  fault?: Fault
  daysAhead?: number
  report?: (failure: unknown) => void
}): Promise<World> {
  const { now, fault = 'none', daysAhead = 0, report = () => undefined } = options
  const store = createMemoryStore()
  const catalog = DEFAULT_CATALOG
  await loadScenario({ store, catalog, scenario: scenario(options.scenario, now()) })
  const clock = () => now() + world.daysAhead * DAY
  const world: World = {
    fault,
    daysAhead,
    fetch: async (request) => {
      if (/\/(deliveries|kept-mails)/.test(request.url)) await deliver()
      // As the server's job would: what is due by the preview's clock.
      if (request.url.includes('/connections')) await readDue(reader, report)
      return app.fetch(request)
    },
  }
  /** As a server without a mail server would: what is due is kept, for the log to show. */
  const deliver = async () => {
    const kept = async () => ({ kind: 'kept' as const, detail: 'The preview sends nothing.' })
    const sender = { carriers: { mail: kept, webhook: kept }, publicUrl: PUBLIC_URL }
    await deliverDue({ store, now: clock, sender, report, batch: PREVIEW_BATCH })
  }
  const connector = madeUpAccounts(clock)
  const reader = { store, catalog, connector, now: clock }
  const app = createApi({
    store,
    catalog,
    now: clock,
    connector,
    embedding: { publicUrl: PUBLIC_URL, framed: false },
    limits: memoryLimits({ limits: rateLimits(catalog), now: clock }),
    report,
  })
  return world
}
