import type { KeyboardEvent, PointerEvent } from 'react'
import type { Resource } from '#shared/credits/resources.ts'
import type { Standpoint } from '#web/format/date.ts'
import { type ChartLayout, panelHeight } from './chart-layout.ts'
import type { ChartRows, DayRow } from './chart-rows.ts'
import { dayText } from './chart-words.ts'
import styles from './cycle-chart.module.css'
import { isTableKey } from './table-key.ts'
import { useFocus } from './use-focus.ts'

export type Bar = { date: string; start: number; end: number; kind?: string }

type Props = {
  label: string
  describedBy: string
  rows: ChartRows
  layout: ChartLayout
  from: Standpoint
  resource: Resource
  /** From the drawing's upper edge to the lower panel's. */
  dayTop: number
  /** The day that the reader is at, if any. */
  active: number | undefined
  onActive: (index: number | undefined) => void
  onSelect: ((bar: Bar) => void) | undefined
  takesFocus: boolean
  onTable: () => void
}

const WEEK = 7

/**
 * The layer that answers pointer and keys. A slider over days: screen readers hand arrow keys to
 * it and announce its text at each step, which they do of no other single element.
 */
export function DayWalker(props: Props) {
  const { rows, layout, active, onActive, onSelect } = props
  const ref = useFocus<HTMLDivElement>(props.takesFocus)
  const last = rows.days.length - 1
  const at = Math.min(last, active ?? Math.floor(rows.now ?? last))
  const day = rows.days[at]
  if (!day) return null
  return (
    <div
      ref={ref}
      className={styles.walker}
      style={{ left: layout.gutter, width: layout.plotWidth }}
      data-selects={onSelect && active !== undefined && day.total > 0 ? 'yes' : 'no'}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={rows.days.length}
      aria-valuenow={at + 1}
      aria-valuetext={dayText(day, props)}
      onFocus={(event) => event.target.matches(':focus-visible') && onActive(at)}
      onBlur={() => onActive(undefined)}
      onPointerMove={(event) => event.pointerType !== 'touch' && onActive(dayUnder(event, props))}
      onPointerLeave={(event) => event.pointerType !== 'touch' && onActive(undefined)}
      onPointerUp={(event) => {
        if (event.button !== 0) return
        const under = dayUnder(event, props)
        // A finger has no hover: its first touch shows the day, the second one selects it.
        if (event.pointerType === 'touch' && under !== active) return onActive(under)
        select(rows.days[under], { onSelect, kind: kindUnder(event, props, rows.days[under]) })
      }}
      onKeyDown={(event) => onKey(event, { ...props, at, last })}
    />
  )
}

function onKey(event: KeyboardEvent, props: Props & { at: number; last: number }) {
  const { at, last, rows, onActive, onSelect, onTable } = props
  const to = STEPS[event.key]?.(at, last)
  if (to !== undefined) {
    event.preventDefault()
    return onActive(Math.max(0, Math.min(last, to)))
  }
  if (event.key === 'Escape') return onActive(undefined)
  if (isTableKey(event)) return onTable()
  if (event.key !== 'Enter' && event.key !== ' ') return
  event.preventDefault()
  select(rows.days[at], { onSelect, kind: undefined })
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageUp: (at) => at - WEEK,
  PageDown: (at) => at + WEEK,
  Home: () => 0,
  End: (_at, last) => last,
}

function select(
  day: DayRow | undefined,
  options: { onSelect: Props['onSelect']; kind: string | undefined },
) {
  if (!day || day.total === 0) return
  const { date, start, end } = day
  options.onSelect?.({ date, start, end, ...(options.kind ? { kind: options.kind } : {}) })
}

function dayUnder(event: PointerEvent, { layout, rows }: Props): number {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left
  return Math.max(0, Math.min(rows.days.length - 1, Math.floor(x / layout.dayWidth)))
}

/** The kind whose part of the bar is under the pointer; none beside the bar or on a folded part. */
function kindUnder(event: PointerEvent, props: Props, day: DayRow | undefined): string | undefined {
  const { layout, rows, dayTop } = props
  const panel = layout.day
  const y = event.clientY - event.currentTarget.getBoundingClientRect().top - dayTop
  if (!day || y > panelHeight(panel)) return undefined
  let credits = (1 - (y - panel.top) / panel.height) * panel.scale.top
  if (credits < 0) return undefined
  for (const [index, part] of day.parts.entries()) {
    credits -= part
    if (credits < 0) return rows.bands[index]?.kind
  }
  return undefined
}
