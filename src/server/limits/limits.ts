import type pg from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limits, Taken } from '#api/limits/ports.ts'
import type { LimitName, RateLimit } from '#shared/credits/rate-limit.ts'

/** Made by a migration. */
const TABLE = 'rate_limits'

type Counter = {
  take: (key: string) => Promise<Taken>
  forget: (key: string) => Promise<void>
}

/**
 * Counts for all servers of one PostgreSQL together; on the embedded database, which is one server's,
 * in the process. While PostgreSQL can't count, each server counts for itself: refusing everybody
 * would be worse than a limit that is the higher for each server, and letting everybody in as well.
 */
export function createLimits(options: {
  limits: Record<LimitName, RateLimit>
  pool: pg.Pool | undefined
  report: (error: unknown) => void
}): Limits {
  const { limits } = options
  const counters: Record<LimitName, Counter> = {
    requests: counterOf('requests', limits.requests, options),
    'sign-ins': counterOf('sign-ins', limits['sign-ins'], options),
    passwords: counterOf('passwords', limits.passwords, options),
    links: counterOf('links', limits.links, options),
    invitations: counterOf('invitations', limits.invitations, options),
    'invitations-to': counterOf('invitations-to', limits['invitations-to'], options),
    'sent-by-hand': counterOf('sent-by-hand', limits['sent-by-hand'], options),
  }
  return {
    take: ({ of, key }) => counters[of].take(key),
    forget: ({ of, key }) => counters[of].forget(key),
  }
}

function counterOf(
  keyPrefix: LimitName,
  limit: RateLimit,
  { pool, report }: { pool: pg.Pool | undefined; report: (error: unknown) => void },
): Counter {
  const common = { keyPrefix, points: limit.most, duration: limit.seconds }
  const own = new RateLimiterMemory(common)
  const shared = pool && sharedCounter(common, pool)
  const count = async (key: string) => {
    if (!shared) return consumed(own, key)
    try {
      return await consumed(shared, key)
    } catch (error) {
      report(error)
      return consumed(own, key)
    }
  }
  return {
    take: async (key) => {
      const { consumedPoints, remainingPoints, msBeforeNext } = await count(key)
      return {
        allowed: consumedPoints <= limit.most,
        limit,
        remaining: remainingPoints,
        resetMs: msBeforeNext,
      }
    },
    forget: async (key) => {
      await own.delete(key)
      await shared?.delete(key).catch(report)
    },
  }
}

function sharedCounter(
  common: { keyPrefix: string; points: number; duration: number },
  pool: pg.Pool,
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...common,
    storeClient: pool,
    storeType: 'pool',
    tableName: TABLE,
    tableCreated: true,
  })
}

/** The library throws the count where it is past the limit. */
async function consumed(
  limiter: RateLimiterMemory | RateLimiterPostgres,
  key: string,
): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (error) {
    if (error instanceof RateLimiterRes) return error
    throw error
  }
}
