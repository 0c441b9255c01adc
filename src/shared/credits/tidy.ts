import { DAY, type Millis } from './amounts.ts'

/**
 * How long after its end an invitation or a key is kept: long enough to see why somebody could not get
 * in. What was decided stays in the audit log.
 */
export const KEPT_AFTER_END: Millis = 30 * DAY
