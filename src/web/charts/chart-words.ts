import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { cycleDays, type Standpoint, weekdayDate } from '#web/format/date.ts'
import { about, count, estimateRange, unitOf, whole } from '#web/format/number.ts'
import type { ChartRows, DayRow } from './chart-rows.ts'

/** What the drawing shows, for those who don't see it. */
export function summary(
  usage: ResourceUsage,
  options: { rows: ChartRows; cycle: { start: Millis; end: Millis }; from: Standpoint },
): string {
  const { rows, cycle, from } = options
  const unit = unitOf(usage.resource)
  const limit = rows.limit === undefined ? '' : ` of ${whole(rows.limit)}`
  const parts = [
    `${RESOURCE_TRAITS[usage.resource].name}, ${cycleDays(cycle, from)}: ${whole(rows.used)}${limit} ${unit.many} used.`,
  ]
  const [largest] = rows.bands
  if (largest) parts.push(`Most by ${largest.label}, ${whole(largest.credits)}.`)
  const peak = peakDay(rows.days)
  if (peak)
    parts.push(`The busiest day was ${weekdayDate(peak.date, from)} with ${whole(peak.total)}.`)
  if (rows.endTotal) {
    parts.push(`At this pace ${about(rows.endTotal)} by the end (${estimateRange(rows.endTotal)}).`)
  }
  return parts.join(' ')
}

/** One day in one line, as it is announced while walking along the days. */
export function dayText(
  day: DayRow,
  options: { rows: ChartRows; resource: Resource; from: Standpoint },
): string {
  const { rows, resource, from } = options
  const name = weekdayDate(day.date, from)
  if (day.when === 'to-come') return toCome(day, name)
  const used = day.total === 0 ? 'nothing used' : count(day.total, unitOf(resource))
  const parts = day.parts.flatMap((credits, index) =>
    credits > 0 ? [`${rows.bands[index]?.label} ${whole(credits)}`] : [],
  )
  return [
    `${name}${day.when === 'today' ? ', today' : ''}: ${used}.`,
    ...(parts.length > 1 || (parts.length === 1 && day.total > 0) ? [`${parts.join(', ')}.`] : []),
    ...(day.cumulative === undefined ? [] : [`${whole(day.cumulative)} so far.`]),
    ...day.marks.map((mark) => `${mark.label}.`),
  ].join(' ')
}

export function emptySentence(resource: Resource, isClosed: boolean): string {
  const { many } = unitOf(resource)
  return isClosed ? `No ${many} were used in this cycle.` : `No ${many} used in this cycle yet.`
}

function toCome(day: DayRow, name: string): string {
  if (!day.estimate) return `${name}: still to come.`
  return `${name}, still to come: ${about(day.estimate)} by its end (${estimateRange(day.estimate)}).`
}

function peakDay(days: readonly DayRow[]): DayRow | undefined {
  const used = days.filter((day) => day.total > 0)
  return used.toSorted((a, b) => b.total - a.total)[0]
}
