import type { Credits } from '#shared/credits/amounts.ts'
import type { Estimate } from '#shared/credits/forecast.ts'

/** A point of the cumulative panel; `x` counts days from the cycle's start. */
export type PathRow = {
  x: number
  /** Used so far. */
  used?: Credits
  /** Between the limit and what was used past it. */
  past?: [Credits, Credits]
  /** Expected at this pace, and its range. */
  mid?: Credits
  range?: [Credits, Credits]
}

type Day = { cumulative?: Credits; estimate?: Estimate }

/** The line of what was used, then the forecast from where it ends. */
export function pathRows(options: {
  days: readonly Day[]
  now: number | undefined
  limit: Credits | undefined
  used: Credits
}): PathRow[] {
  const { days, now, limit, used } = options
  const line = usedLine(days, now)
  const ahead = days.flatMap((day, index): PathRow[] => {
    const { estimate } = day
    return estimate ? [{ x: index + 1, ...heading(estimate) }] : []
  })
  const rows = withLimit(line, limit)
  const last = rows.at(-1)
  if (ahead.length === 0 || !last) return rows
  // The forecast hangs on the line's last point, so that there is no gap between them.
  return [...rows.slice(0, -1), { ...last, mid: used, range: [used, used] }, ...ahead]
}

function heading(estimate: Estimate): Pick<PathRow, 'mid' | 'range'> {
  return { mid: estimate.mid, range: [estimate.low, estimate.high] }
}

/** Up to now: today's use so far stands at the present instant, not at the day's end. */
function usedLine(days: readonly Day[], now: number | undefined): { x: number; used: Credits }[] {
  const line = [{ x: 0, used: 0 }]
  for (const [index, day] of days.entries()) {
    if (day.cumulative === undefined) break
    line.push({ x: Math.min(index + 1, now ?? days.length), used: day.cumulative })
  }
  return line
}

/** Marks what lies past the limit, with a point of its own where the line crosses it. */
function withLimit(line: readonly { x: number; used: Credits }[], limit: Credits | undefined) {
  if (limit === undefined) return [...line]
  return line.flatMap((point, index): PathRow[] => {
    if (point.used <= limit) return [point]
    const here: PathRow = { ...point, past: [limit, point.used] }
    const before = line[index - 1]
    if (!before || before.used > limit) return [here]
    const portion = (limit - before.used) / (point.used - before.used)
    const x = before.x + portion * (point.x - before.x)
    return [{ x, used: limit, past: [limit, limit] }, here]
  })
}
