import { AggregatorRegistry, Counter, Gauge, Registry } from 'prom-client'
import type { Exposition } from '../operation/metrics.ts'
import { type Figure, isFigure } from './messages.ts'
import type { WorkerProcess } from './worker-process.ts'

/** Less than Prometheus waits. */
const PATIENCE_MS = 2_000

type Counting = Pick<WorkerProcess, 'figures' | 'isServing'>

/** The figures of all workers as those of one server. */
export type SharedMetrics = {
  exposition: () => Promise<Exposition>
  /** What it counted stays in the sums: a count that fell would be taken for a new start of all. */
  ended: (worker: Counting) => Promise<void>
}

export function shareMetrics(workers: () => readonly Counting[]): SharedMetrics {
  const own = new Registry()
  const registers = [own]
  const ends = new Counter({
    name: 'headroom_worker_ends_total',
    help: 'Worker processes that ended by themselves and were replaced.',
    registers,
  })
  new Gauge({
    name: 'headroom_workers',
    help: 'Worker processes that serve.',
    registers,
    collect() {
      this.set(workers().filter((worker) => worker.isServing()).length)
    },
  })
  const last = new Map<Counting, readonly Figure[]>()
  let past: readonly Figure[] = []
  return {
    exposition: async () => {
      const told = await Promise.all(workers().map(lastOf))
      const all = AggregatorRegistry.aggregate([past, ...told, await own.getMetricsAsJSON()])
      return { type: own.contentType, text: await all.metrics() }
    },
    ended: async (worker) => {
      ends.inc()
      const counted = (last.get(worker) ?? []).filter(isCounted)
      last.delete(worker)
      const sums: unknown[] = await AggregatorRegistry.aggregate([past, counted]).getMetricsAsJSON()
      past = sums.filter(isFigure)
    },
  }

  /** Of one that is too busy to say it, what it said last. */
  async function lastOf(worker: Counting): Promise<readonly Figure[]> {
    const told = await worker.figures(PATIENCE_MS)
    if (told) last.set(worker, told)
    return told ?? last.get(worker)?.filter(isCounted) ?? []
  }
}

function isCounted({ type }: Figure): boolean {
  return type === 'counter' || type === 'histogram'
}
