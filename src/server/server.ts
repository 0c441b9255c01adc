import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { createApi } from '#api/app.ts'
import { type Changes, createChanges } from '#api/live/changes.ts'
import { watched } from '#api/live/watched-store.ts'
import { refreshTeams } from '#api/plans/refresh-accounts.ts'
import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { type Config, loadCatalog } from './config.ts'
import { createConnector } from './connections/connector.ts'
import type { Engine } from './database/engine.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import { makeExample } from './example.ts'
import { startClosing } from './jobs/close-cycles.ts'
import { startDelivery } from './jobs/delivery.ts'
import { startReadings } from './jobs/readings.ts'
import { startTidying } from './jobs/tidying.ts'
import { createLimits } from './limits/limits.ts'
import { type Listening, listen } from './listen.ts'
import { shareChanges } from './live/shared-changes.ts'
import { createLog } from './log.ts'
import { createCarriers } from './mail/carriers.ts'
import { createMetrics } from './operation/metrics.ts'
import { observeRequests } from './operation/observe-requests.ts'
import { answers, createProbes } from './operation/probes.ts'
import { serveMetrics } from './operation/serve-metrics.ts'
import type { Pages } from './pages.ts'
import { refuseUnfitCatalog } from './refuse-catalog.ts'
import { startSignIn } from './sign-in/start-sign-in.ts'
import { createSite } from './site.ts'
import { unsafeAddress } from './unsafe-address.ts'
import { usualReach } from './webhooks/reach.ts'

export type Running = {
  address: string
  /** Where metrics are, if they are asked for. */
  metrics: string | undefined
  /** Where the data is. */
  describe: string
  /** There is no mail server: mails are kept for the operator. */
  keepsMails: boolean
  /** Example data is shown. */
  hasExample: boolean
  /** Where the first person sets the server up; nothing once somebody can sign in. */
  setUp: string | undefined
  /** What the operator should know of an address that is not safe. */
  warning: string | undefined
  /** Requests under way end, then the database is closed: nothing is lost. */
  stop: () => Promise<void>
}

/** Opens the database, fills a new one with the example, and serves page and API on one port. */
export async function startServer(config: Config, pages: Pages): Promise<Running> {
  const catalog = await loadCatalog(config)
  const log = createLog(config.log)
  const { databaseUrl: url, data: folder } = config
  // A database server is somebody's own: it gets no made-up team.
  if (config.example && url === undefined) await makeExample(folder, catalog)
  const database = await openDatabase({ url, folder, role: 'server' })
  for (const concern of database.concerns) log.warn(concern)
  const { engine } = database
  const shared = await sharedOver(createChanges(), { config, engine, log })
  const site = Promise.withResolvers<Hono>()
  // A failed start is told by startServer itself.
  site.promise.catch(() => undefined)
  // Whoever asks before all is ready waits for it.
  const fetch = async (request: Request, env: object) => (await site.promise).fetch(request, env)
  try {
    const { host, port } = config
    const listening = await listen({ fetch, host, port })
    try {
      const serving = await serve({ config, catalog, database, shared, listening, log, pages })
      site.resolve(serving.site)
      return serving.running
    } catch (error) {
      site.reject(error)
      await listening.stop()
      throw error
    }
  } catch (error) {
    await shared.stop()
    await database.close()
    throw error
  }
}

async function serve(options: {
  config: Config
  catalog: Catalog
  database: OpenDatabase
  shared: Shared
  listening: Listening
  log: Logger
  pages: Pages
}): Promise<{ site: Hono; running: Running }> {
  const { config, catalog, database, shared, listening, log, pages } = options
  const { engine } = database
  const { changes } = shared
  const store = watched(database.store, changes)
  await refuseUnfitCatalog(store, catalog)
  await refreshTeams({ store, catalog, asOf: Date.now() })
  const publicUrl = config.publicUrl ?? listening.address
  const open = await isOpen(config, store)
  const reach = config.webhooks ?? usualReach({ publicUrl, signsIn: !open })
  const carriers = createCarriers(config, { publicUrl, reach })
  const hasExample = (await store.teams()).some((team) => team.example)
  const signIn = open
    ? undefined
    : await startSignIn({ config, engine, store, publicUrl, mail: carriers.mail, log })
  const setUp = await signIn?.setUp()
  const warning = signIn && unsafeAddress(publicUrl)
  if (warning !== undefined) log.warn(warning)
  const connector = createConnector(config)
  const metrics = createMetrics({
    pool: engine.pool,
    queued: () => store.countDue(Date.now()),
    openStreams: changes.count,
  })
  const failed = (job: string, words: string) => (error: unknown) => {
    metrics.jobFailed(job)
    log.error({ err: error }, words)
  }
  const limits = createLimits({
    limits: rateLimits(catalog),
    pool: engine.pool,
    report: (error) => log.error({ err: error }, 'requests are counted by this server alone'),
  })
  const api = createApi({
    // What the API commits it tells itself.
    store: database.store,
    changes,
    catalog,
    now: () => Date.now(),
    ...(signIn ? { people: signIn.people } : {}),
    connector,
    embedding: { publicUrl, framed: config.embedIn.length > 0 },
    limits,
    observe: metrics.events,
    report: ({ requestId, error }) => log.error({ requestId, err: error }, 'request failed'),
  })
  const delivery = startDelivery({
    store,
    carriers,
    publicUrl,
    report: failed('delivery', 'delivery failed'),
  })
  const closing = startClosing({
    store,
    catalog,
    now: () => Date.now(),
    report: ({ team, error }) => {
      metrics.jobFailed('closing')
      log.error({ team, err: error }, 'closing a cycle failed')
    },
  })
  const readings = startReadings({
    store,
    catalog,
    connector,
    report: failed('readings', 'reading an account failed'),
  })
  const tidying = startTidying({
    store,
    signIn,
    now: Date.now,
    report: failed('tidying', 'taking away what is over failed'),
  })
  const scraped = config.metrics && (await serveMetrics(config.metrics, metrics))
  let isStopping = false
  return {
    site: createSite({
      api,
      pages,
      config,
      publicUrl,
      signIn,
      limits,
      store,
      probes: createProbes({ isReady: async () => !isStopping && answers(engine.ofNoTeam.db) }),
      observed: observeRequests({ metrics, log }),
    }),
    running: {
      address: listening.address,
      metrics: scraped && `${scraped.address}/metrics`,
      describe: database.describe,
      keepsMails: config.mail.url === undefined,
      hasExample,
      // After the #, so that no log on the way holds it.
      setUp: setUp === undefined ? undefined : new URL(`/set-up#token=${setUp}`, publicUrl).href,
      warning,
      stop: async () => {
        isStopping = true
        // First, so that open pages hold nothing up.
        changes.close()
        await Promise.all([
          listening.stop(),
          scraped?.stop(),
          ...[delivery, closing, readings, tidying].map((job) => job.stop()),
        ])
        await shared.stop()
        await database.close()
      },
    },
  }
}

type Shared = { changes: Changes; stop: () => Promise<void> }

/** On a PostgreSQL the changes of all its servers, else this one's alone. */
async function sharedOver(
  own: Changes,
  { config, engine, log }: { config: Config; engine: Engine; log: Logger },
): Promise<Shared> {
  const { databaseUrl: url } = config
  const { pool } = engine
  if (url === undefined || pool === undefined) return { changes: own, stop: async () => {} }
  const report = (error: unknown) =>
    log.warn({ err: error }, 'pages are not told what other servers commit')
  const changes = await shareChanges(own, { url, pool, report })
  return { changes, stop: changes.stop }
}

/** Whether everybody chooses who to be. */
async function isOpen({ viewAs }: Config, store: Store): Promise<boolean> {
  if (viewAs !== 'example') return viewAs === 'on'
  const teams = await store.teams()
  return teams.length > 0 && teams.every((team) => team.example)
}
