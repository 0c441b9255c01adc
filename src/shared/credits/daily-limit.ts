import { type Credits, isCredits, type Millis } from './amounts.ts'
import { type LimitState, limitState, type Share, shareOf } from './limit.ts'
import type { WayOut } from './ways-out.ts'

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
  | { kind: 'refused'; free: Credits; missing: Credits }

/**
 * Whether work of about `estimate` credits may start on the server today. Work that ran is booked
 * all the same: the limit only holds back what has not started. Work that costs nothing always starts.
 */
export function admitToday(day: ServerDay, estimate: Credits): AdmittedToday {
  if (estimate === 0) return { kind: 'admitted' }
  const free = Math.max(0, day.limit - day.used - day.held)
  if (estimate <= free) return { kind: 'admitted' }
  return { kind: 'refused', free, missing: estimate - free }
}

/** What would let the run start today, or tomorrow, the smallest change first. */
export function waysOutToday(
  day: ServerDay,
  run: { estimate: Credits; nextDay: Millis },
): WayOut[] {
  const { estimate, nextDay } = run
  const admission = admitToday(day, estimate)
  if (admission.kind === 'admitted') return []
  const { free, missing } = admission
  const ways: WayOut[] = []
  if (free > 0) ways.push({ kind: 'ask-for-less', credits: free })
  // What runs hold counts only where it would be free for this one.
  if (day.limit - day.used >= estimate && day.held >= missing) {
    ways.push({ kind: 'wait-for-runs', credits: day.held })
  }
  const to = day.used + day.held + estimate
  if (isCredits(to)) ways.push({ kind: 'raise-server-limit', to })
  if (day.limit >= estimate) ways.push({ kind: 'wait-for-renewal', at: nextDay })
  return ways
}

/** Of the ways out of a refusal by the account, those that the server's day leaves open too. */
export function waysOutOfBoth(
  ways: readonly WayOut[],
  { day, estimate }: { day: ServerDay; estimate: Credits },
): WayOut[] {
  const today = admitToday(day, estimate)
  if (today.kind === 'admitted') return [...ways]
  return ways.flatMap((way): WayOut[] => {
    if (way.kind === 'ask-for-less') {
      const credits = Math.min(way.credits, today.free)
      return credits > 0 ? [{ ...way, credits }] : []
    }
    // A cycle begins with a day of its own.
    return way.kind === 'wait-for-renewal' && day.limit >= estimate ? [way] : []
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
