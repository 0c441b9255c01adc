import { DAY, HOUR, type Millis } from './amounts.ts'

/** A session ends so long after signing in, however much it is used: a copy of its cookie does, too. */
export const SESSION_ENDS_AFTER: Millis = 30 * DAY

/** And so long after its last use. */
export const SESSION_IDLE_FOR: Millis = 7 * DAY

/** How exactly it is known when a session was last used: to write it down each time would cost more. */
const SEEN_TO: Millis = HOUR

/** Whether a session was not used for so long that it is over. */
export function isIdle({ seenAt }: { seenAt: Millis }, at: Millis): boolean {
  return at - seenAt >= SESSION_IDLE_FOR
}

/** Whether it is time to write down that it is used. */
export function isSeenAnew({ seenAt }: { seenAt: Millis }, at: Millis): boolean {
  return at - seenAt >= SEEN_TO
}
