import { DAY, HOUR, MINUTE, type Millis, SECOND } from './amounts.ts'
import { needsPerson, type ReadingFailure } from './reading-failure.ts'

/** Often enough to be warned in time; some 720 of the account's own API calls a month. */
export const READ_EVERY: Millis = HOUR

/** After the first failed readings in a row; the last of them from then on. */
const AGAIN_AFTER: readonly [Millis, ...Millis[]] = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
]

/** Where only a person can mend it: a key that is not taken any more. */
const AGAIN_AFTER_REFUSAL: Millis = 6 * HOUR

/** A provider may ask for patience; what asks for more is most likely an error of its own. */
const MOST_PATIENCE: Millis = DAY

/** Between two readings that people ask for. */
const BREATH: Millis = 10 * SECOND

/**
 * When to read next, and from when on people may ask for it.
 *
 * @param failures how many readings failed in a row, this one included; 0 after one that did not
 * @param patience what the provider asked for (`Retry-After`); it is kept, up to a day
 */
export function nextReading(options: {
  at: Millis
  failure: ReadingFailure | undefined
  failures: number
  patience?: Millis | undefined
}): { next: Millis; notBefore: Millis } {
  const { at, failure, failures, patience = 0 } = options
  const asked = Math.min(MOST_PATIENCE, Math.max(0, patience))
  const wait = failure ? waitAfter(failure, failures) : READ_EVERY
  return { next: at + Math.max(wait, asked), notBefore: at + Math.max(BREATH, asked) }
}

function waitAfter(failure: ReadingFailure, failures: number): Millis {
  if (needsPerson(failure)) return AGAIN_AFTER_REFUSAL
  const step = Math.min(Math.max(1, failures), AGAIN_AFTER.length) - 1
  return AGAIN_AFTER[step] ?? AGAIN_AFTER[0]
}
