import { type Credits, MAX_CREDITS, type Millis } from './amounts.ts'
import type { Cycle, Day } from './cycle.ts'

/** A local day and what was used on it, from the days before the cycle to the cycle's last. */
export type DayUsage = Day & { credits: Credits }

/** How many complete days with a history a forecast needs. */
export const MIN_DAYS = 3

/** How many complete days back the pace is taken from: four weeks, each weekday four times. */
export const PACE_DAYS = 28

/** 1.28 standard deviations either way: 8 of 10 outcomes are within the range. */
const RANGE_DEVIATIONS = 1.28

export type Estimate = { low: Credits; mid: Credits; high: Credits }

export type Forecast =
  | { kind: 'closed' }
  | { kind: 'too-early'; completeDays: number; neededDays: number }
  | {
      kind: 'forecast'
      /** Used at the cycle's end at this pace. */
      endTotal: Estimate
      runOut: RunOut
      /** Cumulative use at the end of today and of each day after, for the chart. */
      path: { date: string; end: Millis; total: Estimate }[]
    }

export type RunOut =
  | { kind: 'no-limit' }
  | { kind: 'already' }
  | { kind: 'not-this-cycle' }
  /** Only if use picks up: the range reaches the limit, the expected path does not. */
  | { kind: 'possible'; earliest: Millis }
  | {
      kind: 'expected'
      at: Millis
      earliest: Millis
      /** Absent where the slower path stays below the limit until the cycle ends. */
      latest?: Millis
    }

/**
 * Where use is heading in the cycle, from the pace of the last four weeks. Workdays and weekends
 * have a pace each once both were seen twice. The range carries the spread of single days and the
 * uncertainty of the pace itself.
 *
 * @param days consecutive local days, oldest first, from {@link PACE_DAYS} before the cycle or the
 * ledger's first, to the cycle's last; those after `asOf` have no use yet
 * @param used in this cycle so far
 * @param atHand what can be used until the limit: absent where there is none
 */
export function forecast(options: {
  cycle: Cycle
  days: readonly DayUsage[]
  used: Credits
  atHand: Credits | undefined
  asOf: Millis
}): Forecast {
  const { cycle, days, used, atHand, asOf } = options
  if (asOf >= cycle.end) return { kind: 'closed' }
  const history = paceDays(days, asOf)
  if (history.length < MIN_DAYS) {
    return { kind: 'too-early', completeDays: history.length, neededDays: MIN_DAYS }
  }
  const paths = walkAhead({ days, used, asOf, paceOf: paceByClass(history) })
  const last = paths.at(-1) ?? { low: used, mid: used, high: used }
  return {
    kind: 'forecast',
    endTotal: roundEstimate(last, used),
    runOut: runOut({ paths, used, atHand, asOf }),
    path: paths.map((point) => ({
      date: point.date,
      end: point.end,
      total: roundEstimate(point, used),
    })),
  }
}

/** The pace of one class of days: mean and variance of a day's credits, from `count` days. */
type Pace = { key: string; mean: number; variance: number; count: number }

type PathPoint = { date: string; end: Millis; low: number; mid: number; high: number }

/**
 * Complete days of the last four weeks, but none before the first with any use: a team that has
 * just begun is not slow, while one that pauses is.
 */
function paceDays(days: readonly DayUsage[], asOf: Millis): DayUsage[] {
  const complete = days.filter((day) => day.end <= asOf)
  const first = complete.findIndex((day) => day.credits > 0)
  return first < 0 ? [] : complete.slice(first).slice(-PACE_DAYS)
}

function paceByClass(history: readonly DayUsage[]): (day: Day) => Pace {
  const workdays = history.filter((day) => !isWeekend(day))
  const weekends = history.filter(isWeekend)
  if (workdays.length < 2 || weekends.length < 2) {
    const all = pace('all', history)
    return () => all
  }
  const workday = pace('workday', workdays)
  const weekend = pace('weekend', weekends)
  return (day) => (isWeekend(day) ? weekend : workday)
}

function isWeekend(day: Day): boolean {
  return day.weekday >= 6
}

function pace(key: string, days: readonly DayUsage[]): Pace {
  const count = days.length
  const mean = days.reduce((sum, day) => sum + day.credits, 0) / count
  const squares = days.reduce((sum, day) => sum + (day.credits - mean) ** 2, 0)
  return { key, mean, variance: squares / Math.max(1, count - 1), count }
}

function walkAhead(options: {
  days: readonly DayUsage[]
  used: Credits
  asOf: Millis
  paceOf: (day: Day) => Pace
}): PathPoint[] {
  const { days, used, asOf, paceOf } = options
  const ahead = new Map<Pace, number>()
  const points: PathPoint[] = []
  let mid: number = used
  for (const day of days) {
    if (day.end <= asOf) continue
    const ofDay = paceOf(day)
    // Of today only the rest is still to come.
    const portion = (day.end - Math.max(day.start, asOf)) / (day.end - day.start)
    mid += ofDay.mean * portion
    ahead.set(ofDay, (ahead.get(ofDay) ?? 0) + portion)
    const spread = RANGE_DEVIATIONS * Math.sqrt(varianceAhead(ahead))
    points.push({
      date: day.date,
      end: day.end,
      low: Math.max(points.at(-1)?.low ?? used, mid - spread),
      mid,
      high: mid + spread,
    })
  }
  return points
}

/** Of the sum over `n` days to come: their own spread, and that of a mean taken from few days. */
function varianceAhead(ahead: ReadonlyMap<Pace, number>): number {
  let total = 0
  for (const [ofClass, n] of ahead) {
    total += n * ofClass.variance + (n * n * ofClass.variance) / ofClass.count
  }
  return total
}

/**
 * Credits are whole: the range rounds outwards, the middle to the nearest. No account can use more
 * than {@link MAX_CREDITS}, whatever its pace.
 */
function roundEstimate(point: { low: number; mid: number; high: number }, used: Credits): Estimate {
  return {
    low: Math.min(MAX_CREDITS, Math.max(used, Math.floor(point.low))),
    mid: Math.min(MAX_CREDITS, Math.round(point.mid)),
    high: Math.min(MAX_CREDITS, Math.ceil(point.high)),
  }
}

function runOut(options: {
  paths: readonly PathPoint[]
  used: Credits
  atHand: Credits | undefined
  asOf: Millis
}): RunOut {
  const { paths, used, atHand, asOf } = options
  if (atHand === undefined) return { kind: 'no-limit' }
  if (atHand <= 0) return { kind: 'already' }
  const target = used + atHand
  const hit = (of: (point: PathPoint) => number) => hitAt({ paths, of, used, target, asOf })
  const earliest = hit((point) => point.high)
  const at = hit((point) => point.mid)
  const latest = hit((point) => point.low)
  if (earliest === undefined) return { kind: 'not-this-cycle' }
  if (at === undefined) return { kind: 'possible', earliest }
  return { kind: 'expected', at, earliest, ...(latest === undefined ? {} : { latest }) }
}

/**
 * When a path gets to `target`, going straight between the ends of days. Always before the day's
 * end, which belongs to the next day and, on the last one, to the next cycle.
 */
function hitAt(options: {
  paths: readonly PathPoint[]
  of: (point: PathPoint) => number
  used: Credits
  target: Credits
  asOf: Millis
}): Millis | undefined {
  let before = { at: options.asOf, total: options.used as number }
  for (const point of options.paths) {
    const total = options.of(point)
    if (total >= options.target) {
      const portion = (options.target - before.total) / (total - before.total)
      return Math.min(point.end - 1, Math.round(before.at + portion * (point.end - before.at)))
    }
    before = { at: point.end, total }
  }
  return undefined
}
