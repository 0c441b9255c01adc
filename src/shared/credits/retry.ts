import { DAY, HOUR, MINUTE, type Millis, SECOND } from './amounts.ts'

/** After each failed attempt, how long until the next; after the last there is none. */
export const RETRY_AFTER: readonly Millis[] = [
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  DAY,
]

/** A receiver that took nothing for as long is not asked any more. */
export const GIVE_UP_AFTER: Millis = 3 * DAY

/**
 * When to try again after `attempts` that failed, or nothing at the end of the schedule.
 * @param attempts at least 1
 */
export function nextAttempt(attempts: number, at: Millis): Millis | undefined {
  const wait = RETRY_AFTER[attempts - 1]
  return wait === undefined ? undefined : at + wait
}

/** Whether a receiver that has failed since then has failed for too long. */
export function isGivenUp(failingSince: Millis, at: Millis): boolean {
  return at - failingSince >= GIVE_UP_AFTER
}
