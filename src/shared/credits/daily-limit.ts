import { type Credits, isCredits, type Millis } from './amounts.ts'
import { type LimitState, limitState, type Share, shareOf } from './limit.ts'
import type { OneWayOut, WayOut } from './ways-out.ts'

/** A server's use on one local day of the team, beside the most that it may use on a day. */
export type ServerDay = {
  /** Set by the team; zero lets nothing start. */
  limit: Credits
  /** Booked on that day; work with the customer's own provider key uses nothing. */
  used: Credits
  /** By runs of this server that were admitted and have not reported all of their use yet. */
  held: Credits
}

export type AdmittedToday =
  | { kind: 'admitted' }
  | {
      kind: 'refused'
      free: Credits
      /** How much higher the limit would have to be, beside what other runs hold. */
      missing: Credits
    }

/**
 * Whether work that needs `needed` credits may start on the server today. Work that ran is booked
 * all the same: the limit only holds back what has not started. Work that costs nothing always starts.
 */
export function admitToday(day: ServerDay, needed: Credits): AdmittedToday {
  const missing = day.used + day.held + needed - day.limit
  if (needed === 0 || missing <= 0) return { kind: 'admitted' }
  return { kind: 'refused', free: Math.max(0, needed - missing), missing }
}

/** What would let the run start today, or tomorrow, the smallest change first: any of them alone. */
export function waysOutToday(
  day: ServerDay,
  run: {
    needed: Credits
    nextDay: Millis
    /** Of what runs hold, what they would still hold then. */
    heldThen: Credits
  },
): OneWayOut[] {
  const { needed, nextDay, heldThen } = run
  const admission = admitToday(day, needed)
  if (admission.kind === 'admitted') return []
  const { free, missing } = admission
  const ways: OneWayOut[] = []
  if (free > 0) ways.push({ kind: 'ask-for-less', credits: free })
  if (missing <= day.held) ways.push({ kind: 'wait-for-runs', credits: missing })
  ways.push(...raisedTo(day.limit + missing))
  if (hasRoom(day, { needed, heldThen })) ways.push({ kind: 'wait-for-renewal', at: nextDay })
  return ways
}

/**
 * Of a run that the account refuses too: what lifts both, with all else as it is.
 *
 * @param ways out of the refusal by the account
 */
export function waysOutOfBoth(
  ways: readonly WayOut[],
  run: { day: ServerDay; needed: Credits; heldAtRenewal: Credits },
): WayOut[] {
  const { day, needed, heldAtRenewal: heldThen } = run
  const today = admitToday(day, needed)
  if (today.kind === 'admitted') return [...ways]
  const { free, missing } = today
  return ways.flatMap((way): WayOut[] => {
    switch (way.kind) {
      case 'ask-for-less':
        return free > 0 ? [{ ...way, credits: Math.min(way.credits, free) }] : []
      case 'wait-for-runs':
        if (missing > day.held) return withRaise(way, day.limit + missing)
        return [{ ...way, credits: Math.max(way.credits, missing) }]
      case 'wait-for-renewal':
        // A cycle begins with a day of its own.
        return hasRoom(day, { needed, heldThen }) ? [way] : withRaise(way, needed + heldThen)
      default:
        return withRaise(way, day.limit + missing)
    }
  })
}

/** How a server stands today: close to its limit from 75 % on, like an allowance. */
export function serverDayState(day: Pick<ServerDay, 'limit' | 'used'>): {
  limit: LimitState
  share: Share
} {
  const allowance = { kind: 'limited', credits: day.limit } as const
  return { limit: limitState(day.used, allowance), share: shareOf(day.used, allowance) }
}

function withRaise(way: WayOut, to: number): WayOut[] {
  const ways = way.kind === 'together' ? way.ways : [way]
  return raisedTo(to).map((raise) => ({ kind: 'together', ways: [...ways, raise] }))
}

function raisedTo(to: number): OneWayOut[] {
  return isCredits(to) ? [{ kind: 'raise-server-limit', to }] : []
}

/** On a day that has only begun. */
function hasRoom({ limit }: ServerDay, run: { needed: Credits; heldThen: Credits }): boolean {
  return limit >= run.needed + run.heldThen
}
