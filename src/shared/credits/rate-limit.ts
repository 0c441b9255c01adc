import type { Catalog } from './catalog.ts'

/** At most so many in any window of so many seconds; a window begins with its first. */
export type RateLimit = { most: number; seconds: number }

/**
 * - `requests`: of a user, whatever they ask.
 * - `sign-ins`: attempts from one address, in whatever way.
 * - `passwords`: tried for one account.
 * - `links`: mailed to one account. Apart from passwords: who keeps guessing those keeps nobody out.
 * - `invitations`: mailed by one team.
 * - `invitations-to`: mailed to one address, by whatever team.
 * - `sent-by-hand`: test messages of one team, and messages that it has sent once more.
 */
export const LIMIT_NAMES = [
  'requests',
  'sign-ins',
  'passwords',
  'links',
  'invitations',
  'invitations-to',
  'sent-by-hand',
] as const
export type LimitName = (typeof LIMIT_NAMES)[number]

/** Requests a minute of one user, as the Postman API has it. */
const REQUESTS_A_MINUTE = 300
const QUARTER_HOUR = 15 * 60
const HOUR_S = 60 * 60
const DAY_S = 24 * HOUR_S

/** How often each thing may be done; an operator's catalog may have another number of requests. */
export function rateLimits({
  requestsPerMinute = REQUESTS_A_MINUTE,
}: Pick<Catalog, 'requestsPerMinute'>): Record<LimitName, RateLimit> {
  return {
    requests: { most: requestsPerMinute, seconds: 60 },
    // A whole office may share an address.
    'sign-ins': { most: 100, seconds: QUARTER_HOUR },
    passwords: { most: 10, seconds: QUARTER_HOUR },
    links: { most: 5, seconds: QUARTER_HOUR },
    // A company lets all of its people in within some days.
    invitations: { most: 200, seconds: DAY_S },
    'invitations-to': { most: 5, seconds: DAY_S },
    'sent-by-hand': { most: 60, seconds: HOUR_S },
  }
}
