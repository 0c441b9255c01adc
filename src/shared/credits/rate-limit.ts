import type { Catalog } from './catalog.ts'

/** At most so many in any window of so many seconds; a window begins with its first. */
export type RateLimit = { most: number; seconds: number }

export const LIMIT_NAMES = ['requests'] as const
export type LimitName = (typeof LIMIT_NAMES)[number]

/** Requests a minute of one user, as the Postman API has it. */
const REQUESTS_A_MINUTE = 300

/** How often each thing may be done; an operator's catalog may have another number of requests. */
export function rateLimits({
  requestsPerMinute = REQUESTS_A_MINUTE,
}: Pick<Catalog, 'requestsPerMinute'>): Record<LimitName, RateLimit> {
  return { requests: { most: requestsPerMinute, seconds: 60 } }
}
