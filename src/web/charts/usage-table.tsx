import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { cycleDays, type Standpoint, weekdayDate } from '#web/format/date.ts'
import { about, estimateRange, whole } from '#web/format/number.ts'
import type { ChartRows, DayRow } from './chart-rows.ts'
import styles from './cycle-chart.module.css'
import { isTableKey } from './table-key.ts'
import { useFocus } from './use-focus.ts'

type Props = {
  usage: ResourceUsage
  rows: ChartRows
  cycle: { start: number; end: number }
  from: Standpoint
  takesFocus: boolean
  onChart: () => void
}

/** The chart's twin: every kind by name, and rows that sum to the cycle's total. */
export function UsageTable({ usage, rows, cycle, from, takesFocus, onChart }: Props) {
  const ref = useFocus<HTMLElement>(takesFocus)
  const { kinds } = usage.series
  const name = `${RESOURCE_TRAITS[usage.resource].name} by day, ${cycleDays(cycle, from)}`
  const hasMarks = usage.marks.length > 0
  const hasForecast = rows.endTotal !== undefined
  const days = rows.days.filter((day) => day.when !== 'to-come' || day.estimate)
  return (
    <section
      ref={ref}
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={name}
      onKeyDown={(event) => isTableKey(event) && onChart()}
    >
      <table className={styles.table}>
        <caption>{name}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {kinds.map((kind) => (
              <th key={kind.kind} scope="col">
                {kind.label}
              </th>
            ))}
            <th scope="col">Used</th>
            <th scope="col">So far</th>
            {hasForecast ? <th scope="col">Expected</th> : null}
            {hasMarks ? (
              <th scope="col" className={styles.happened}>
                Happened
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.date} data-when={day.when}>
              <th scope="row">{weekdayDate(day.date, from)}</th>
              {kinds.map((kind) => (
                <td key={kind.kind}>{creditsOf(day, usage, kind.kind)}</td>
              ))}
              <td>{day.when === 'to-come' ? '' : whole(day.total)}</td>
              <td>{day.cumulative === undefined ? '' : whole(day.cumulative)}</td>
              {hasForecast ? <td>{expected(day)}</td> : null}
              {hasMarks ? (
                <td className={styles.happened}>
                  {day.marks.map((mark) => mark.label).join('; ')}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            {kinds.map((kind) => (
              <td key={kind.kind}>{whole(kind.credits)}</td>
            ))}
            <td>{whole(rows.used)}</td>
            <td />
            {hasForecast ? <td /> : null}
            {hasMarks ? <td /> : null}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function creditsOf(day: DayRow, usage: ResourceUsage, kind: string): string {
  if (day.when === 'to-come') return ''
  const source = usage.series.days.find((other) => other.date === day.date)
  return whole(source?.byKind[kind] ?? 0)
}

/** Used in the cycle by the day's end, at this pace. */
function expected(day: DayRow): string {
  const { estimate } = day
  return estimate ? `${about(estimate)} (${estimateRange(estimate)})` : ''
}
