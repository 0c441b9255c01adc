import type { Millis } from './amounts.ts'

/** Whole months that a team's single charges are kept, at least and at most. */
export const RETENTION = { least: 1, most: 240 } as const

/** For how many whole months refused events are kept of a team that has no such time, or of none. */
const REJECTIONS_KEPT_MONTHS = 24

type Closed = { end: Millis; closedAt: Millis }

/**
 * Charges of cycles that ended by then are no longer kept one by one: so many calendar months (of UTC)
 * before `asOf`. A day that the month lacks is its last one, so that nothing goes early.
 *
 * @param months whole, at least 1
 */
export function keptSince({ months, asOf }: { months: number; asOf: Millis }): Millis {
  const date = new Date(asOf)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(date.getUTCDate(), lastDay)
  return (
    Date.UTC(year, month, day) +
    (asOf - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  )
}

/**
 * Events that were last refused before then are no longer kept: a team's for as long as its single charges,
 * which say the same of somebody.
 *
 * @param months the team's own time; absent where charges are kept for ever, and of no team
 */
export function rejectionsKeptSince(of: { months: number | undefined; asOf: Millis }): Millis {
  const { months = REJECTIONS_KEPT_MONTHS, asOf } = of
  return keptSince({ months, asOf })
}

/** Only what can't change any more is archived: a cycle that was closed, with its invoice if any. */
export function isArchivable(
  closing: Closed,
  { before, asOf }: { before: Millis; asOf: Millis },
): boolean {
  return closing.end <= before && closing.closedAt <= asOf
}
