import pino from 'pino'
import { createApi } from '#api/app.ts'
import { createChanges } from '#api/live/changes.ts'
import { watched } from '#api/live/watched-store.ts'
import { refreshTeams } from '#api/plans/refresh-accounts.ts'
import type { Store } from '#api/ports.ts'
import { viewAs } from '#api/view-as.ts'
import { type Catalog, findPlan } from '#shared/credits/catalog.ts'
import { type Config, loadCatalog } from './config.ts'
import { openDatabase } from './database/open.ts'
import { makeExample } from './example.ts'
import { startClosing } from './jobs/close-cycles.ts'
import { startDelivery } from './jobs/delivery.ts'
import { listen } from './listen.ts'
import { OperatorError } from './operator-error.ts'
import type { Pages } from './pages.ts'
import { createSite } from './site.ts'

export type Running = {
  address: string
  /** Where the data is. */
  describe: string
  /** There is no mail server: mails are kept for the operator. */
  keepsMails: boolean
  /** Example data is shown. */
  hasExample: boolean
  /** Requests under way end, then the database is closed: nothing is lost. */
  stop: () => Promise<void>
}

/** Opens the database, fills a new one with the example, and serves page and API on one port. */
export async function startServer(config: Config, pages: Pages): Promise<Running> {
  const catalog = await loadCatalog(config)
  const log = pino({ level: config.log })
  const { databaseUrl: url, data: folder } = config
  // A database server is somebody's own: it gets no made-up team.
  if (config.example && url === undefined) await makeExample(folder, catalog)
  const database = await openDatabase({ url, folder, role: 'server' })
  try {
    const changes = createChanges()
    const store = watched(database.store, changes)
    await refuseMissingPlans(store, catalog)
    await refreshTeams({ store, catalog, asOf: Date.now() })
    const api = createApi({
      // What the API commits it tells itself.
      store: database.store,
      changes,
      catalog,
      now: () => Date.now(),
      identify: viewAs(store),
      report: ({ requestId, error }) => log.error({ requestId, err: error }, 'request failed'),
    })
    const site = createSite({ api, pages })
    const listening = await listen({ site, host: config.host, port: config.port })
    const delivery = startDelivery({
      store,
      config,
      address: listening.address,
      report: (error) => log.error({ err: error }, 'delivery failed'),
    })
    const closing = startClosing({
      store,
      catalog,
      now: () => Date.now(),
      report: ({ team, error }) => log.error({ team, err: error }, 'closing a cycle failed'),
    })
    return {
      address: listening.address,
      describe: database.describe,
      keepsMails: config.mail.url === undefined,
      hasExample: (await store.teams()).some((team) => team.example),
      stop: async () => {
        // First, so that open pages hold nothing up.
        changes.close()
        await Promise.all([listening.stop(), delivery.stop(), closing.stop()])
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** A team whose plan the catalog lacks could not be charged, nor its cycles on that plan be shown. */
async function refuseMissingPlans(store: Store, catalog: Catalog): Promise<void> {
  const lost: string[] = []
  for (const { id, plan } of await store.teams()) {
    if (!findPlan(catalog, plan)) lost.push(`${id} is on ${plan}`)
    const changes = await store.team(id).planChanges()
    const past = new Set(changes.map((change) => change.from).filter((each) => each !== plan))
    for (const each of past) if (!findPlan(catalog, each)) lost.push(`${id} was on ${each}`)
  }
  if (lost.length === 0) return
  const plans =
    lost.length === 1 ? 'a plan that a team needs' : `${lost.length} plans that teams need`
  throw new OperatorError(
    `The catalog lacks ${plans}: ${lost.slice(0, 5).join(', ')}. Put ${lost.length === 1 ? 'it' : 'them'} back into the catalog.`,
  )
}
