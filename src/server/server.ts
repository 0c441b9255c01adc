import pino from 'pino'
import { createApi } from '#api/app.ts'
import { createChanges } from '#api/live/changes.ts'
import { watched } from '#api/live/watched-store.ts'
import { refreshTeams } from '#api/plans/refresh-accounts.ts'
import { viewAs } from '#api/view-as.ts'
import { type Config, loadCatalog } from './config.ts'
import { createConnector } from './connections/connector.ts'
import { openDatabase } from './database/open.ts'
import { makeExample } from './example.ts'
import { startClosing } from './jobs/close-cycles.ts'
import { startDelivery } from './jobs/delivery.ts'
import { startReadings } from './jobs/readings.ts'
import { listen } from './listen.ts'
import type { Pages } from './pages.ts'
import { refuseUnfitCatalog } from './refuse-catalog.ts'
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
    await refuseUnfitCatalog(store, catalog)
    await refreshTeams({ store, catalog, asOf: Date.now() })
    const connector = createConnector(config)
    const api = createApi({
      // What the API commits it tells itself.
      store: database.store,
      changes,
      catalog,
      now: () => Date.now(),
      identify: viewAs(store),
      connector,
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
    const readings = startReadings({
      store,
      catalog,
      connector,
      report: (error) => log.error({ err: error }, 'reading an account failed'),
    })
    return {
      address: listening.address,
      describe: database.describe,
      keepsMails: config.mail.url === undefined,
      hasExample: (await store.teams()).some((team) => team.example),
      stop: async () => {
        // First, so that open pages hold nothing up.
        changes.close()
        await Promise.all([listening.stop(), delivery.stop(), closing.stop(), readings.stop()])
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
