import { memo } from 'react'
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  ReferenceLine,
  XAxis,
  YAxis,
} from 'recharts'
import type { Band } from './bands.ts'
import { type ChartLayout, FOOT, panelHeight, RIGHT } from './chart-layout.ts'
import type { ChartRows, DayRow } from './chart-rows.ts'
import styles from './cycle-chart.module.css'

const MAX_BAR = 40
/** Of a day's width. */
const BAR_SHARE = 0.72

/** What was used on each day, stacked by kind. */
export const DayPanel = memo(function DayPanel(props: { rows: ChartRows; layout: ChartLayout }) {
  const { rows, layout } = props
  const { scale, top } = layout.day
  return (
    <BarChart
      data={rows.days}
      width={layout.width}
      height={panelHeight(layout.day)}
      margin={{ top, right: RIGHT, bottom: FOOT, left: layout.gutter }}
      accessibilityLayer={false}
    >
      <XAxis hide dataKey="date" />
      <YAxis hide domain={[0, scale.top]} ticks={scale.ticks} />
      <CartesianGrid vertical={false} syncWithTicks stroke="var(--chart-grid)" />
      <ReferenceLine y={0} stroke="var(--line-strong)" />
      <Bar
        dataKey="total"
        barSize={Math.min(MAX_BAR, layout.dayWidth * BAR_SHARE)}
        isAnimationActive={false}
        shape={(bar: BarShapeProps) => (
          <Stack bar={bar} bands={rows.bands} day={rows.days[bar.originalDataIndex]} />
        )}
      />
    </BarChart>
  )
})

/** One Recharts bar a day, split here: a series for each kind costs several times as much. */
function Stack(props: { bar: BarShapeProps; bands: readonly Band[]; day: DayRow | undefined }) {
  const { bar, bands, day } = props
  if (!day || day.total === 0) return null
  let below = 0
  return (
    <g>
      {bands.map((band, index) => {
        const credits = day.parts[index] ?? 0
        if (credits === 0) return null
        const height = (bar.height * credits) / day.total
        below += height
        return (
          <rect
            key={band.tint}
            x={bar.x}
            y={bar.y + bar.height - below}
            width={bar.width}
            height={height}
            className={styles[`tint-${band.tint}`]}
          />
        )
      })}
    </g>
  )
}
