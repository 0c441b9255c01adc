import type { Limits } from '#api/limits/ports.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import type { Engine } from '#server/database/engine.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { createLimits } from '#server/limits/limits.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { migratedPostgres } from './postgres.ts'
import { NOW } from './team.ts'

export type LimitsKind = {
  name: string
  /** As many servers as asked for, that count together. */
  open: (options: {
    servers: number
    requestsPerMinute: number
  }) => Promise<{ each: Limits[]; close: () => Promise<void> } | { missing: string }>
}

const fail = (error: unknown) => {
  throw error
}

/** Everything that counts. */
export const LIMITS: readonly LimitsKind[] = [
  {
    name: 'the preview’s',
    open: async ({ servers, ...catalog }) => {
      const one = memoryLimits({ limits: rateLimits(catalog), now: () => NOW })
      return { each: Array.from({ length: servers }, () => one), close: async () => undefined }
    },
  },
  {
    name: 'one server’s',
    open: async ({ servers, ...catalog }) => {
      const one = createLimits({ limits: rateLimits(catalog), pool: undefined, report: fail })
      return { each: Array.from({ length: servers }, () => one), close: async () => undefined }
    },
  },
  {
    name: 'PostgreSQL’s',
    open: async ({ servers, ...catalog }) => {
      const fresh = await migratedPostgres()
      if ('missing' in fresh) return fresh
      const engines: Engine[] = []
      for (let n = 0; n < servers; n++) engines.push(await openPostgres(fresh.url))
      return {
        each: engines.map(({ pool }) =>
          createLimits({ limits: rateLimits(catalog), pool, report: fail }),
        ),
        close: async () => {
          for (const engine of engines) await engine.close()
        },
      }
    },
  },
]
