import type { Millis } from '#shared/credits/amounts.ts'

type Span = { date: string; start: Millis; end: Millis }

/** The room that `24 Nov` needs. */
const LABEL_WIDTH = 42
const LABEL_STEPS = [1, 2, 7, 14]

/**
 * Where an instant is on an axis of days of equal width: 1.5 is noon of the second day, also when
 * that day has 23 or 25 hours. Instants outside are put at the nearer end.
 */
export function positionOf(at: Millis, days: readonly Span[]): number {
  const index = days.findIndex((day) => at < day.end)
  const day = days[index]
  if (!day) return days.length
  return index + Math.max(0, at - day.start) / (day.end - day.start)
}

/** The days that are named under the axis, a week apart where not all fit. */
export function labelledDays(
  days: readonly Span[],
  plotWidth: number,
): { index: number; date: string; named: boolean }[] {
  const fit = Math.max(1, Math.floor(plotWidth / LABEL_WIDTH))
  const step = LABEL_STEPS.find((count) => Math.ceil(days.length / count) <= fit) ?? days.length
  const shown = days.flatMap((day, index) =>
    index % step === 0 ? [{ index, date: day.date }] : [],
  )
  return shown.map((day, nth) => ({ ...day, named: isOtherMonth(day, shown[nth - 1]) }))
}

function isOtherMonth(day: { date: string }, before: { date: string } | undefined): boolean {
  return day.date.slice(0, 7) !== before?.date.slice(0, 7)
}
