import { MINUTE, type Millis, SECOND } from '#shared/credits/amounts.ts'

const FIRST: Millis = 100
const LONGEST: Millis = 30 * SECOND
/** Whoever lived that long did not die of its start. */
const STEADY: Millis = MINUTE

/** How often in a row a worker ended early, after one that lived for so long. */
export function endsInARow(before: number, livedFor: Millis): number {
  return livedFor >= STEADY ? 1 : before + 1
}

/** How long to wait until it is started again: twice as long each time, up to half a minute. */
export function restartDelay(ends: number): Millis {
  return Math.min(LONGEST, FIRST * 2 ** Math.max(0, ends - 1))
}
