import type pg from 'pg'
import {
  type Aggregator,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client'
import type { Taken } from '#api/ledger/ingest.ts'

/** Seconds. From what a quiet machine needs to what a client waits for. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Seconds. From a sender without delay to one that was away for the whole grace. */
const LAGS = [1, 5, 15, 60, 300, 3_600, 86_400]

export type SeenRequest = {
  method: string
  /** The address with its parameters' names: never what somebody asked for. */
  route: string
  status: number
  /** Of a refusal. */
  problem: string | undefined
  seconds: number
}

/** What this process counts of itself; `workers/shared-metrics.ts` puts those of several together. */
export type Metrics = {
  request: (seen: SeenRequest) => void
  events: (taken: Taken) => void
  jobFailed: (job: string) => void
  exposition: () => Promise<Exposition>
  /** The same as data, to be put together with what others count. */
  figures: () => Promise<object[]>
}

/** In the format that Prometheus reads. */
export type Exposition = { type: string; text: string }

export function createMetrics(of: {
  pool: pg.Pool | undefined
  /** Deliveries that are due now. */
  queued: () => Promise<number>
  openStreams: () => number
}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'headroom_http_request_seconds',
    help: 'Requests by route and status; of a refusal, its problem code. Streams until their start.',
    labelNames: ['method', 'route', 'status', 'problem'],
    buckets: DURATIONS,
    registers,
  })
  const events = new Counter({
    name: 'headroom_events_total',
    help: 'Usage events by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const lag = new Histogram({
    name: 'headroom_events_lag_seconds',
    help: 'How old the oldest accepted event of a request was.',
    buckets: LAGS,
    registers,
  })
  const failures = new Counter({
    name: 'headroom_job_failures_total',
    help: 'Rounds of jobs that failed; each is in the log.',
    labelNames: ['job'],
    registers,
  })
  gauge('headroom_deliveries_due', 'Mails and webhooks that are due and not sent yet.', of.queued, {
    // Of the database: each process counts the same ones.
    aggregator: 'max',
  })
  gauge('headroom_open_streams', 'Pages that follow their team.', async () => of.openStreams())
  const { pool } = of
  if (pool) {
    const state = { total: 'open', idle: 'idle', waiting: 'waited for' } as const
    for (const [name, words] of Object.entries(state)) {
      const counts = async () =>
        ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })[name] ?? 0
      gauge(`headroom_database_connections_${name}`, `Connections that are ${words}.`, counts)
    }
  }
  return {
    request: ({ method, route, status, problem = '', seconds }) =>
      requests.observe({ method, route, status, problem }, seconds),
    events: ({ lagMs, ...outcomes }) => {
      for (const [outcome, count] of Object.entries(outcomes)) events.inc({ outcome }, count)
      if (lagMs !== undefined) lag.observe(lagMs / 1_000)
    },
    jobFailed: (job) => failures.inc({ job }),
    exposition: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    figures: () => registry.getMetricsAsJSON(),
  }

  function gauge(
    name: string,
    help: string,
    read: () => Promise<number>,
    together: { aggregator?: Aggregator } = {},
  ): void {
    new Gauge({
      name,
      help,
      registers,
      ...together,
      async collect() {
        this.set(await read())
      },
    })
  }
}
