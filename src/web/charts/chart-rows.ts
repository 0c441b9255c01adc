import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Estimate } from '#shared/credits/forecast.ts'
import { isStopped } from '#web/format/telling.ts'
import { type Band, bandsOf } from './bands.ts'
import { type PathRow, pathRows } from './path-rows.ts'
import { positionOf } from './time-axis.ts'

export type Mark = ResourceUsage['marks'][number]

export type DayRow = {
  date: string
  start: Millis
  end: Millis
  /** In the order of the bands; they sum to `total`. */
  parts: Credits[]
  total: Credits
  /** Used from the cycle's start to the end of this day; absent for days still to come. */
  cumulative?: Credits
  when: 'past' | 'today' | 'to-come'
  /** Used by the end of this day at this pace. */
  estimate?: Estimate
  marks: Mark[]
}

/** What is used past the limit is: paid for, covered by bonus credits, or by nothing. */
export type PastLimit = 'none' | 'pay-as-you-go' | 'bonus' | 'uncovered'

export type ChartRows = {
  bands: Band[]
  days: DayRow[]
  path: PathRow[]
  used: Credits
  /** Absent where there is none. */
  limit?: Credits
  /** On the axis of days; absent for a cycle that is over. */
  now?: number
  /** At the cycle's end; absent where no forecast is drawn. */
  endTotal?: Estimate
  pastLimit: PastLimit
}

/** All that the chart draws, from the ledger's figures: nothing is counted again. */
export function chartRows(
  usage: ResourceUsage,
  { cycle, asOf }: { cycle: { end: Millis }; asOf: Millis },
): ChartRows {
  const { series, standing } = usage
  const bands = bandsOf(series.kinds)
  const heading = headingOf(usage)
  const estimates = new Map(heading?.path.map((point) => [point.date, point.total]))
  const days = series.days.map((day) => dayRow(day, { bands, estimates, asOf, usage }))
  const limit = standing.allowance.kind === 'limited' ? standing.allowance.credits : undefined
  const now = asOf < cycle.end ? positionOf(asOf, series.days) : undefined
  return {
    bands,
    days,
    path: pathRows({ days, now, limit, used: standing.used }),
    used: standing.used,
    pastLimit: pastLimitOf(usage),
    ...(limit === undefined ? {} : { limit }),
    ...(now === undefined ? {} : { now }),
    ...(heading ? { endTotal: heading.endTotal } : {}),
  }
}

/** No forecast is drawn while new work is refused: the pace it goes on at is none. */
function headingOf(usage: ResourceUsage) {
  const { forecast } = usage
  return forecast.kind === 'forecast' && !isStopped(usage) ? forecast : undefined
}

function dayRow(
  day: ResourceUsage['series']['days'][number],
  context: {
    bands: readonly Band[]
    estimates: ReadonlyMap<string, Estimate>
    asOf: Millis
    usage: ResourceUsage
  },
): DayRow {
  const { bands, estimates, asOf, usage } = context
  const estimate = estimates.get(day.date)
  return {
    date: day.date,
    start: day.start,
    end: day.end,
    parts: bands.map((band) => band.kinds.reduce((sum, kind) => sum + (day.byKind[kind] ?? 0), 0)),
    total: day.total,
    when: day.end <= asOf ? 'past' : day.start <= asOf ? 'today' : 'to-come',
    marks: usage.marks.filter((mark) => day.start <= mark.at && mark.at < day.end),
    ...(day.cumulative === undefined ? {} : { cumulative: day.cumulative }),
    ...(estimate === undefined ? {} : { estimate }),
  }
}

function pastLimitOf(usage: ResourceUsage): PastLimit {
  const { payAsYouGo, bonus, uncovered } = usage.buckets
  if (payAsYouGo > 0) return 'pay-as-you-go'
  if (bonus > 0) return 'bonus'
  return uncovered > 0 ? 'uncovered' : 'none'
}
