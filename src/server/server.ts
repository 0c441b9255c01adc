import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { createApi } from '#api/app.ts'
import { type Changes, createChanges } from '#api/live/changes.ts'
import { watched } from '#api/live/watched-store.ts'
import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { bringIntoForce } from './bring-into-force.ts'
import { type Config, loadCatalog } from './config.ts'
import { createConnector } from './connections/connector.ts'
import { concernsOfConnections } from './database/connections-needed.ts'
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
import { createMetrics, type Metrics } from './operation/metrics.ts'
import { observeRequests } from './operation/observe-requests.ts'
import { createProbes } from './operation/probes.ts'
import { createReadiness } from './operation/ready.ts'
import { serveMetrics } from './operation/serve-metrics.ts'
import type { Pages } from './pages.ts'
import { leaveAddress } from './public-address.ts'
import { startSignIn } from './sign-in/start-sign-in.ts'
import { createSite } from './site.ts'
import { type Started, stopInReverse } from './started.ts'
import { unsafeAddress, unsafeFrames } from './unsafe-address.ts'
import { usualReach } from './webhooks/reach.ts'

/** What of a server's work one of its processes does for all. */
export type Share = {
  /** What there is to do once at a start: bring teams to the catalog, make the first person's link. */
  isFirst: boolean
  /** Goes through all teams from time to time, for what is due or over. */
  walks: boolean
}

/** All of it. */
const ALONE: Share = { isFirst: true, walks: true }

/** What the operator is told of a server that runs. */
export type Announced = {
  /** Where it listens. */
  address: string
  /** What people's browsers call it. */
  publicUrl: string
  /** Where metrics are, if they are asked for. */
  metrics: string | undefined
  /** Where the data is. */
  describe: string
  /** There is no mail server: mails are kept for the operator. */
  keepsMails: boolean
  /** Example data is shown. */
  hasExample: boolean
  /** Where the first person sets the server up; nothing once somebody looks after it. */
  setUp: string | undefined
  /** What the operator should know of an address that is not safe. */
  warnings: string[]
  /** How many processes serve, if not this one alone. */
  workers?: number
}

export type Running = Announced & {
  /** Whether people sign in, or everybody chooses who to be. */
  signsIn: boolean
  /** What this process counts of itself. */
  figures: Metrics['figures']
  /** Requests under way end, then the database is closed: nothing is lost. */
  stop: () => Promise<void>
}

/** Opens the database, fills a new one with the example, and serves page and API on one port. */
export async function startServer(
  config: Config,
  pages: Pages,
  { catalog: given, ...share }: Partial<Share> & { catalog?: Catalog } = {},
): Promise<Running> {
  const catalog = given ?? (await loadCatalog(config))
  const log = createLog(config.log)
  const { databaseUrl: url, data: folder } = config
  // A database server is somebody's own: it gets no made-up team.
  if (config.example && url === undefined) await makeExample(folder, catalog)
  const database = await openDatabase({
    url,
    folder,
    connections: config.connections,
    role: 'server',
  })
  const started: Started[] = [{ stop: database.close }]
  const site = Promise.withResolvers<Hono>()
  // A failed start is told by startServer itself.
  site.promise.catch(() => undefined)
  // Whoever asks before all is ready waits for it.
  const fetch = async (request: Request, env: object) => (await site.promise).fetch(request, env)
  try {
    const concerns = share.isFirst === false ? [] : await concernsOf(database, config)
    for (const concern of concerns) log.warn(concern)
    const shared = await sharedOver(createChanges(), { config, engine: database.engine, log })
    started.push(shared)
    const services: Started[] = []
    // Side by side: each may have to wait for what is under way.
    started.push({ stop: () => Promise.all(services.map((each) => each.stop())) })
    const listening = await listen({ fetch, host: config.host, port: config.port })
    services.push(listening)
    const serving = await serve({
      config,
      share: { ...ALONE, ...share },
      catalog,
      database,
      changes: shared.changes,
      listening,
      services,
      log,
      pages,
      stopAll: () => stopInReverse(started),
    })
    site.resolve(serving.site)
    return serving.running
  } catch (error) {
    // First: who waits for it would hold up the end of listening.
    site.reject(error)
    // What went wrong first is what there is to tell.
    await stopInReverse(started).catch(() => undefined)
    throw error
  }
}

async function serve(options: {
  config: Config
  share: Share
  catalog: Catalog
  database: OpenDatabase
  changes: Changes
  listening: Listening
  /** To which is added what is started here. */
  services: Started[]
  log: Logger
  pages: Pages
  stopAll: () => Promise<void>
}): Promise<{ site: Hono; running: Running }> {
  const { config, share, catalog, database, changes, listening, services, log, pages } = options
  const { engine } = database
  const store = watched(database.store, changes)
  if (share.isFirst) {
    await bringIntoForce({ store, engine, catalog, asOf: Date.now() })
  }
  const publicUrl = config.publicUrl ?? listening.address
  const open = await isOpen(config, store)
  const reach = config.webhooks ?? usualReach({ publicUrl, signsIn: !open })
  const carriers = createCarriers(config, { publicUrl, reach })
  const hasExample = (await store.teams()).some((team) => team.example)
  const signIn = open
    ? undefined
    : await startSignIn({ config, engine, store, publicUrl, mail: carriers.mail, log })
  const setUp = share.isFirst ? await signIn?.setUp() : undefined
  const warnings = [
    ...(signIn ? unsafeAddress(publicUrl) : []),
    ...unsafeFrames({ publicUrl, embedIn: config.embedIn }),
  ]
  for (const warning of warnings) log.warn(warning)
  const connector = createConnector(config)
  const metrics = createMetrics({
    pool: engine.pool,
    queued: () => store.countDue(Date.now()),
    openStreams: changes.count,
  })
  const scraped = config.metrics && (await serveMetrics(config.metrics, metrics))
  if (scraped) services.push(scraped)
  await keepAddress({ config, publicUrl, log })
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
  // Last: whatever can fail has been started.
  services.push(
    startDelivery({
      store,
      carriers,
      publicUrl,
      report: failed('delivery', 'delivery failed'),
    }),
    startReadings({
      store,
      catalog,
      connector,
      report: failed('readings', 'reading an account failed'),
    }),
  )
  if (share.walks) {
    services.push(
      startClosing({
        store,
        catalog,
        now: () => Date.now(),
        report: ({ team, error }) => {
          metrics.jobFailed('closing')
          log.error({ team, err: error }, 'closing a cycle failed')
        },
      }),
      startTidying({
        store,
        signIn,
        months: engine.months,
        now: Date.now,
        report: failed('tidying', 'taking away what is over failed'),
      }),
    )
  }
  let isStopping = false
  const isReady = createReadiness(engine, { folder: config.data })
  return {
    site: createSite({
      api,
      pages,
      config,
      publicUrl,
      signIn,
      limits,
      store,
      probes: createProbes({ isReady: async () => !isStopping && isReady() }),
      observed: observeRequests({ metrics, log }),
    }),
    running: {
      address: listening.address,
      publicUrl: new URL(publicUrl).origin,
      metrics: scraped && `${scraped.address}/metrics`,
      describe: database.describe,
      keepsMails: config.mail.url === undefined,
      hasExample,
      // After the #, so that no log on the way holds it.
      setUp: setUp === undefined ? undefined : new URL(`/set-up#token=${setUp}`, publicUrl).href,
      warnings,
      signsIn: !open,
      figures: metrics.figures,
      stop: async () => {
        isStopping = true
        // First, so that open pages hold nothing up.
        changes.close()
        await options.stopAll()
      },
    },
  }
}

/** For commands beside the server; that it can't be left is no reason not to start. */
async function keepAddress(options: {
  config: Config
  publicUrl: string
  log: Logger
}): Promise<void> {
  const { config, publicUrl, log } = options
  if (config.databaseUrl !== undefined) return
  await leaveAddress(config.data, publicUrl).catch((err: unknown) =>
    log.warn({ err }, 'commands beside the server are not told its address'),
  )
}

async function concernsOf(database: OpenDatabase, config: Config): Promise<string[]> {
  const { pool } = database.engine
  return [...database.concerns, ...(pool ? await concernsOfConnections(pool, config) : [])]
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
