import { memo, useId } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts'
import { type ChartLayout, FOOT, panelHeight, RIGHT } from './chart-layout.ts'
import type { ChartRows, PastLimit } from './chart-rows.ts'

/** What was used so far against the limit, and where it is heading. */
export const TotalPanel = memo(function TotalPanel(props: {
  rows: ChartRows
  layout: ChartLayout
}) {
  const { rows, layout } = props
  const hatch = useId()
  const { scale, top } = layout.total
  return (
    <ComposedChart
      data={rows.path}
      width={layout.width}
      height={panelHeight(layout.total)}
      margin={{ top, right: RIGHT, bottom: FOOT, left: layout.gutter }}
      accessibilityLayer={false}
    >
      <Hatch id={hatch} />
      <XAxis hide type="number" dataKey="x" domain={[0, rows.days.length]} allowDataOverflow />
      <YAxis hide domain={[0, scale.top]} ticks={scale.ticks} allowDataOverflow />
      <CartesianGrid vertical={false} syncWithTicks stroke="var(--chart-grid)" />
      <Area dataKey="range" fill="var(--chart-range)" fillOpacity={1} {...QUIET} stroke="none" />
      <Area dataKey="past" {...pastLook(rows.pastLimit, hatch)} {...QUIET} stroke="none" />
      <ReferenceLine y={0} stroke="var(--line-strong)" />
      {rows.limit === undefined ? null : (
        <ReferenceLine y={rows.limit} stroke="var(--chart-limit)" strokeWidth={1.5} />
      )}
      <Line
        dataKey="mid"
        stroke="var(--chart-forecast)"
        strokeWidth={1.5}
        strokeDasharray="5 4"
        {...QUIET}
      />
      <Line dataKey="used" stroke="var(--chart-line)" strokeWidth={2} {...QUIET} />
    </ComposedChart>
  )
})

/** Nothing moves and nothing answers the pointer: both belong to the layer above. */
const QUIET = { dot: false, activeDot: false, isAnimationActive: false } as const

/** A choice is blue, bonus credits are grey, and what nothing covers is hatched red. */
function pastLook(pastLimit: PastLimit, hatch: string): { fill: string; fillOpacity: number } {
  switch (pastLimit) {
    case 'pay-as-you-go':
      return { fill: 'var(--payg)', fillOpacity: 0.22 }
    case 'none':
    case 'bonus':
      return { fill: 'var(--chart-other)', fillOpacity: 0.25 }
    case 'uncovered':
      return { fill: `url(#${hatch})`, fillOpacity: 1 }
    default:
      return pastLimit satisfies never
  }
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={id}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" fill="var(--stop)" fillOpacity={0.1} />
        <line y2="5" stroke="var(--stop)" strokeWidth={2} />
      </pattern>
    </defs>
  )
}
