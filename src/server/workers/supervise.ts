import cluster from 'node:cluster'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Config } from '../config.ts'
import { serveMetrics } from '../operation/serve-metrics.ts'
import type { Pages } from '../pages.ts'
import type { Announced } from '../server.ts'
import { endsInARow, restartDelay } from './backoff.ts'
import type { StartMessage } from './messages.ts'
import { shareMetrics } from './shared-metrics.ts'
import { startWorker, type WorkerProcess } from './worker-process.ts'

/** More than what a worker gives to open requests and to what its jobs have begun. */
const STOP_MS = 20_000

/** A worker ended before it served; it has told why. */
export class WorkerEnded extends Error {
  override name = 'WorkerEnded'
  readonly exitCode: number

  constructor(exitCode: number) {
    super('a worker could not start')
    this.exitCode = exitCode
  }
}

export type Supervised = Announced & { stop: () => Promise<void> }

type Options = {
  config: Config
  pages: Pages
  catalog: Catalog
  log: Logger
  /** None serves any more, and none can be started. */
  over: (exitCode: number) => void
}

type Place = { number: number; worker: WorkerProcess; ends: number }

/**
 * Serves with several processes on one port. The first one starts alone, so that tables, the link for the
 * first person and the like are made once. One that ends later gets a successor.
 *
 * @throws WorkerEnded when one of them can't start
 */
export async function startWorkers(options: Options): Promise<Supervised> {
  const { config, pages, catalog, log, over } = options
  // Whoever is free takes what waits. Handed out one by one, a connection on its way to a worker that is
  // killed would be answered by nobody, and closed by nobody.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({ serialization: 'advanced' })
  const places: Place[] = []
  const stopping = new AbortController()
  const metrics = shareMetrics(() => places.map((place) => place.worker))
  try {
    const { announced, signsIn } = await begun(1, { isFirst: true })
    const viewAs = signsIn ? 'off' : 'on'
    const others = Array.from({ length: config.workers - 1 }, (_, at) => at + 2)
    await Promise.all(others.map((number) => begun(number, { isFirst: false, viewAs })))
    const scraped = config.metrics && (await serveMetrics(config.metrics, metrics))
    for (const place of places) void keep(place, viewAs)
    return {
      ...announced,
      workers: config.workers,
      metrics: scraped && `${scraped.address}/metrics`,
      stop: async () => {
        await stop()
        await scraped?.stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }

  function start(number: number, how: Pick<StartMessage, 'isFirst' | 'viewAs'>): WorkerProcess {
    const worker = startWorker({
      kind: 'start',
      walks: number === 1,
      pages: new Map(pages),
      catalog,
      ...how,
    })
    void worker.serving.then((serving) => {
      if (serving) log.info({ worker: number, process: worker.pid }, 'a worker serves')
    })
    return worker
  }

  async function begun(number: number, how: Pick<StartMessage, 'isFirst' | 'viewAs'>) {
    const worker = start(number, how)
    places.push({ number, worker, ends: 0 })
    const serving = await worker.serving
    if (serving) return serving
    throw new WorkerEnded((await worker.ended).code)
  }

  /** Starts another one whenever the place's worker has ended, until all is to stop. */
  async function keep(place: Place, viewAs: 'on' | 'off'): Promise<void> {
    for (;;) {
      const { code, signal, livedFor } = await place.worker.ended
      if (stopping.signal.aborted) return
      place.ends = endsInARow(place.ends, livedFor)
      const delay = restartDelay(place.ends)
      const which = { worker: place.number, process: place.worker.pid, code, signal }
      log.error({ ...which, againInMs: delay }, 'a worker ended')
      await metrics.ended(place.worker)
      const never = (await place.worker.serving) === undefined
      if (never && places.every(({ worker }) => !worker.isThere())) return over(code)
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      place.worker = start(place.number, { isFirst: false, viewAs })
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    const workers = places.map((place) => place.worker)
    for (const worker of workers) worker.stop()
    const ended = Promise.all(workers.map((worker) => worker.ended))
    await Promise.race([ended, wait(STOP_MS, undefined, { ref: false })])
    for (const worker of workers.filter((each) => each.isThere())) {
      log.error({ process: worker.pid }, 'a worker did not stop in time and was ended')
      worker.kill()
    }
    await ended
  }
}
