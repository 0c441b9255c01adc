import { expect, it } from 'vitest'
import { createMetrics } from '#server/operation/metrics.ts'
import { isFigure } from '#server/workers/messages.ts'
import { shareMetrics } from '#server/workers/shared-metrics.ts'

/** A process's own metrics, told like a worker tells them. */
function aWorker(options: { due: number; answers?: () => boolean }) {
  const { due, answers = () => true } = options
  const own = createMetrics({
    pool: undefined,
    queued: async () => due,
    openStreams: () => 2,
  })
  const figures = async () => {
    const told: unknown[] = JSON.parse(JSON.stringify(await own.figures()))
    return answers() ? told.filter(isFigure) : undefined
  }
  const accept = (accepted: number) =>
    own.events({ accepted, duplicate: 0, conflict: 0, rejected: 0, lagMs: 2_000 })
  return { own, accept, worker: { figures, isServing: () => true } }
}

const linesOf = async (metrics: ReturnType<typeof shareMetrics>) =>
  (await metrics.exposition()).text.split('\n')

it('adds up what is counted, and tells once what all see alike', async () => {
  const workers = [aWorker({ due: 7 }), aWorker({ due: 7 })]
  workers[0]?.accept(3)
  workers[1]?.accept(40)
  const lines = await linesOf(shareMetrics(() => workers.map(({ worker }) => worker)))
  expect(lines).toContain('headroom_events_total{outcome="accepted"} 43')
  expect(lines).toContain('headroom_events_lag_seconds_count 2')
  expect(lines).toContain('headroom_deliveries_due 7')
  expect(lines).toContain('headroom_open_streams 4')
  expect(lines).toContain('headroom_workers 2')
})

it('loses no count with a worker that ends: sums never fall', async () => {
  const one = aWorker({ due: 0 })
  const other = aWorker({ due: 0 })
  let serving = [one.worker, other.worker]
  const metrics = shareMetrics(() => serving)
  one.accept(5)
  other.accept(6)
  await linesOf(metrics)
  serving = [one.worker]
  await metrics.ended(other.worker)
  const after = await linesOf(metrics)
  expect(after).toContain('headroom_events_total{outcome="accepted"} 11')
  expect(after).toContain('headroom_events_lag_seconds_count 2')
  expect(after).toContain('headroom_worker_ends_total 1')
  expect(after).toContain('headroom_open_streams 2')
  const successor = aWorker({ due: 0 })
  successor.accept(1)
  serving = [one.worker, successor.worker]
  expect(await linesOf(metrics)).toContain('headroom_events_total{outcome="accepted"} 12')
})

it('of one that is too busy to answer, what it counted before stays', async () => {
  let isBusy = false
  const { worker, accept } = aWorker({ due: 0, answers: () => !isBusy })
  const metrics = shareMetrics(() => [worker])
  accept(9)
  await linesOf(metrics)
  isBusy = true
  expect(await linesOf(metrics)).toContain('headroom_events_total{outcome="accepted"} 9')
})
