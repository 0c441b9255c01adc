import type { Millis } from '#shared/credits/amounts.ts'
import type { Month } from '../calls/count-call.ts'
import type { Taken } from './ports.ts'

/** What every answer says of the user's limit, in the Postman API's names and in the standard's. */
export function limitHeaders(
  { limit, remaining, resetMs }: Taken,
  asOf: Millis,
): Record<string, string> {
  // Rounded up: a second too early would be refused.
  const resetSeconds = Math.ceil(resetMs / 1_000)
  const resetAt = Math.ceil((asOf + resetMs) / 1_000)
  const figures = { Limit: limit.most, Remaining: remaining, Reset: resetAt }
  const named = Object.entries(figures).flatMap(([name, value]) => [
    [`x-ratelimit-${name.toLowerCase()}`, `${value}`],
    [`ratelimit-${name.toLowerCase()}`, `${value}`],
  ])
  return {
    ...Object.fromEntries(named),
    ratelimit: `limit=${limit.most}, remaining=${remaining}, reset=${resetSeconds}`,
    'ratelimit-policy': `${limit.most};w=${limit.seconds}`,
  }
}

/** What an answer says of the month's calls. */
export function monthHeaders(month: Month): Record<string, string> {
  if (!month) return {}
  return {
    'x-ratelimit-limit-month': `${month.limit}`,
    'x-ratelimit-remaining-month': `${month.left}`,
  }
}

/** In how many whole seconds the next may be done; at least one, so that nobody asks again at once. */
export function retryAfterSeconds({ resetMs }: Taken): number {
  return Math.max(1, Math.ceil(resetMs / 1_000))
}
