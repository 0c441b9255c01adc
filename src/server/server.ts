import pino from 'pino'
import { createApi } from '#api/app.ts'
import type { Team } from '#api/records.ts'
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
    const { store } = database
    refuseMissingPlans(await store.teams(), catalog)
    const api = createApi({
      store,
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
      hasExample: (await store.teams()).some((team) => team.example),
      stop: async () => {
        await Promise.all([listening.stop(), delivery.stop(), closing.stop()])
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** A team whose plan the catalog lacks could be neither charged nor shown. */
function refuseMissingPlans(teams: readonly Team[], catalog: Catalog): void {
  const lost = teams.filter((team) => !findPlan(catalog, team.plan))
  if (lost.length === 0) return
  const names = lost.slice(0, 5).map((team) => `${team.id} is on ${team.plan}`)
  throw new OperatorError(
    `The catalog lacks a plan that ${lost.length === 1 ? 'a team is' : `${lost.length} teams are`} on: ${names.join(', ')}. Put it back into the catalog.`,
  )
}
