import { useId, useState } from 'react'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Standpoint } from '#web/format/date.ts'
import { type ChartLayout, panelHeight } from './chart-layout.ts'
import type { ChartRows } from './chart-rows.ts'
import { emptySentence } from './chart-words.ts'
import styles from './cycle-chart.module.css'
import { DayPanel } from './day-panel.tsx'
import { DayTip } from './day-tip.tsx'
import { type Bar, DayWalker } from './day-walker.tsx'
import { MarkRow } from './mark-row.tsx'
import { AxisLabels, DayLabels, LineLabels } from './plot-labels.tsx'
import { TotalPanel } from './total-panel.tsx'

/**
 * Two panels over one time axis, as the total and a day differ by an order of magnitude: on one
 * axis the days would vanish, on two scales in one plot their crossing would mean nothing.
 */
export function Plots(props: {
  usage: ResourceUsage
  rows: ChartRows
  layout: ChartLayout
  from: Standpoint
  summary: string
  onSelect: ((bar: Bar) => void) | undefined
  takesFocus: boolean
  onTable: () => void
}) {
  const { usage, rows, layout, from, summary, onSelect, takesFocus, onTable } = props
  const [active, setActive] = useState<number>()
  const hint = useId()
  const hasMarks = usage.marks.length > 0
  const totalHeight = panelHeight(layout.total)
  const day = active === undefined ? undefined : rows.days[active]
  return (
    <div className={styles.plots}>
      <div role="img" aria-label={summary}>
        {active === undefined ? null : <Column index={active} layout={layout} />}
        <div className={styles.panel}>
          <TotalPanel rows={rows} layout={layout} />
          <AxisLabels panel={layout.total} gutter={layout.gutter} />
          <LineLabels rows={rows} layout={layout} />
        </div>
        <div className={styles.panel}>
          <DayPanel rows={rows} layout={layout} />
          <AxisLabels panel={layout.day} gutter={layout.gutter} />
          <span className={styles.caption}>Each day</span>
        </div>
        {hasMarks ? <MarkRow rows={rows} layout={layout} /> : null}
        <DayLabels rows={rows} layout={layout} />
        {rows.now === undefined ? null : (
          <Today left={layout.gutter + rows.now * layout.dayWidth} layout={layout} />
        )}
        {rows.used === 0 ? (
          <p className={styles.empty} style={{ height: totalHeight, left: layout.gutter }}>
            <span>{emptySentence(usage.resource, rows.now === undefined)}</span>
          </p>
        ) : null}
      </div>
      <DayWalker
        label="Days of the cycle"
        describedBy={hint}
        rows={rows}
        layout={layout}
        from={from}
        resource={usage.resource}
        dayTop={totalHeight}
        active={active}
        onActive={setActive}
        onSelect={onSelect}
        takesFocus={takesFocus}
        onTable={onTable}
      />
      <p id={hint} hidden>
        Arrow keys walk along the days{onSelect ? ', Enter shows what is behind one' : ''}. T shows
        the table.
      </p>
      {day && active !== undefined ? (
        <DayTip day={day} index={active} rows={rows} layout={layout} from={from} />
      ) : null}
    </div>
  )
}

function Column({ index, layout }: { index: number; layout: ChartLayout }) {
  const left = layout.gutter + index * layout.dayWidth
  return <div className={styles.column} style={{ left, width: layout.dayWidth }} />
}

function Today({ left, layout }: { left: number; layout: ChartLayout }) {
  const height = panelHeight(layout.total) + panelHeight(layout.day)
  return (
    <div className={styles.today} style={{ left, height }}>
      <span>Today</span>
    </div>
  )
}
