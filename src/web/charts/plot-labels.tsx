import { axisDate } from '#web/format/date.ts'
import { compact } from '#web/format/number.ts'
import { type ChartLayout, heightAt, type Panel } from './chart-layout.ts'
import type { ChartRows } from './chart-rows.ts'
import styles from './cycle-chart.module.css'
import { lineLabels } from './line-labels.ts'
import { labelledDays } from './time-axis.ts'

type Props = { rows: ChartRows; layout: ChartLayout }

/** The figures beside the lines of one axis. HTML, as SVG text is measured at a cost. */
export function AxisLabels({ panel, gutter }: { panel: Panel; gutter: number }) {
  return panel.scale.ticks.map((tick) => (
    <span
      key={tick}
      className={styles.tick}
      style={{ top: heightAt(tick, panel), width: gutter - 8 }}
    >
      {compact(tick)}
    </span>
  ))
}

/** Names on the lines themselves: the limit, what was used, what is expected. */
export function LineLabels({ rows, layout }: Props) {
  return lineLabels(rows, layout).map((label) => (
    <span
      key={label.of}
      className={styles.lineLabel}
      data-of={label.of}
      data-goes={label.goes}
      style={{ left: layout.gutter + label.x, top: label.y }}
    >
      {label.text}
    </span>
  ))
}

/** The days named under the lower panel. */
export function DayLabels({ rows, layout }: Props) {
  return (
    <div className={styles.days}>
      {labelledDays(rows.days, layout.plotWidth).map((day) => (
        <span key={day.date} style={{ left: layout.gutter + (day.index + 0.5) * layout.dayWidth }}>
          {axisDate(day.date, day)}
        </span>
      ))}
    </div>
  )
}
