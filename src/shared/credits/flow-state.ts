import type { Credits, Millis } from './amounts.ts'
import type { Allowance } from './catalog.ts'
import type { WorkState } from './limit.ts'

/** What a deployed flow does when it is called. */
export type FlowState =
  | { kind: 'active' }
  | {
      kind: 'suspended'
      since: Millis
      /** When the next cycle begins; absent where that brings no credits either. */
      resumes?: Millis
    }

/**
 * The state of all deployed flows of a team: they share its credits. It is worked out from how the
 * account stands at this moment, so a switch, a plan or a new cycle changes it at once.
 *
 * @param usedUpAt the use that took the last credits at hand in this cycle, of a bought block too;
 * absent where the cycle began without any
 * @param decidedAt decisions of this cycle that may have stopped work, such as a switch turned off:
 * what came last, of these and the last use, is since when it stands still
 * @param renewed what the next cycle begins with
 */
export function flowState(options: {
  work: WorkState
  cycle: { start: Millis; end: Millis }
  usedUpAt: Millis | undefined
  decidedAt: readonly Millis[]
  renewed: Allowance
}): FlowState {
  const { work, cycle, usedUpAt, decidedAt, renewed } = options
  if (work === 'open' || work === 'on-pay-as-you-go') return { kind: 'active' }
  const since = Math.max(cycle.start, usedUpAt ?? cycle.start, ...decidedAt)
  const hasCredits = renewed.kind === 'unlimited' || isSome(renewed.credits)
  return { kind: 'suspended', since, ...(hasCredits ? { resumes: cycle.end } : {}) }
}

function isSome(credits: Credits): boolean {
  return credits > 0
}
