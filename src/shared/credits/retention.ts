import type { Millis } from './amounts.ts'

/** Whole months that a team's single charges are kept, at least and at most. */
export const RETENTION = { least: 1, most: 240 } as const

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

/** Only what can't change any more is archived: a cycle that was closed, with its invoice if any. */
export function isArchivable(
  closing: Closed,
  { before, asOf }: { before: Millis; asOf: Millis },
): boolean {
  return closing.end <= before && closing.closedAt <= asOf
}
