import { memo, useMemo, useState } from 'react'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { type ChartSize, chartLayout } from './chart-layout.ts'
import { type ChartRows, chartRows } from './chart-rows.ts'
import { summary } from './chart-words.ts'
import styles from './cycle-chart.module.css'
import type { Bar } from './day-walker.tsx'
import { KindKey } from './kind-key.tsx'
import { Plots } from './plots.tsx'
import { UsageTable } from './usage-table.tsx'
import { useWidth } from './use-width.ts'

/** Turned to by key, a view takes the focus of the one that goes; the button keeps its own. */
type View = { of: 'chart' | 'table'; takesFocus: boolean }

const CHART: View = { of: 'chart', takesFocus: false }
const TABLE: View = { of: 'table', takesFocus: false }

/** A resource in one cycle: what was used against the limit, day by day and by kind. */
export const CycleChart = memo(function CycleChart(props: {
  usage: ResourceUsage
  cycle: Cycle
  asOf: number
  zone: string
  size: ChartSize
  onSelectBar?: (bar: Bar) => void
}) {
  const { usage, cycle, asOf, zone, size, onSelectBar } = props
  const [ref, width] = useWidth<HTMLElement>()
  const [view, setView] = useState<View>(CHART)
  const isTable = view.of === 'table'
  const from = useMemo(() => ({ asOf, zone }), [asOf, zone])
  const rows = useMemo(() => chartRows(usage, { cycle, asOf }), [usage, cycle, asOf])
  const layout = useMemo(() => chartLayout(rows, width, size), [rows, width, size])
  return (
    <figure ref={ref} className={styles.chart} data-size={size}>
      <div className={styles.bar}>
        <span>{isTable ? '' : caption(rows, usage)}</span>
        <button type="button" onClick={() => setView(isTable ? CHART : TABLE)}>
          {isTable ? 'Show chart' : 'Show table'}
        </button>
      </div>
      {isTable ? (
        <UsageTable
          usage={usage}
          rows={rows}
          cycle={cycle}
          from={from}
          takesFocus={view.takesFocus}
          onChart={() => setView({ of: 'chart', takesFocus: true })}
        />
      ) : width === 0 ? null : (
        <>
          <Plots
            usage={usage}
            rows={rows}
            layout={layout}
            from={from}
            summary={summary(usage, { rows, cycle, from })}
            onSelect={onSelectBar}
            takesFocus={view.takesFocus}
            onTable={() => setView({ of: 'table', takesFocus: true })}
          />
          <KindKey bands={rows.bands} />
        </>
      )}
    </figure>
  )
})

function caption({ now }: ChartRows, { holder }: ResourceUsage): string {
  const what = holder.kind === 'pool' ? 'The team’s pool in the cycle' : 'In the cycle'
  return now === undefined ? what : `${what} so far`
}
