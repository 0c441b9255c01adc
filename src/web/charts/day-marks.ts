import type { DayRow, Mark } from './chart-rows.ts'

/** The first explains more than what follows: another plan, a decision, then what was bought. */
const RANK: Record<Mark['kind'], number> = {
  'plan-changed': 0,
  'switched-on': 1,
  'switched-off': 2,
  'bonus-bought': 3,
  'blocks-bought': 4,
}

const SIGN_WIDTH = 14

/** One sign a day, and of days too close together the one that explains more. */
export function dayMarks(
  days: readonly DayRow[],
  dayWidth: number,
): { index: number; kind: Mark['kind'] }[] {
  const shown: { index: number; kind: Mark['kind'] }[] = []
  for (const [index, day] of days.entries()) {
    const [mark] = day.marks.toSorted((a, b) => RANK[a.kind] - RANK[b.kind])
    if (!mark) continue
    const before = shown.at(-1)
    const isClose = before && (index - before.index) * dayWidth < SIGN_WIDTH
    if (isClose && RANK[before.kind] <= RANK[mark.kind]) continue
    if (isClose) shown.pop()
    shown.push({ index, kind: mark.kind })
  }
  return shown
}
