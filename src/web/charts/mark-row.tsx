import type { ChartLayout } from './chart-layout.ts'
import type { ChartRows, Mark } from './chart-rows.ts'
import styles from './cycle-chart.module.css'
import { dayMarks } from './day-marks.ts'

/** What bends the lines, on the time axis; a day tells its marks in full. */
export function MarkRow({ rows, layout }: { rows: ChartRows; layout: ChartLayout }) {
  return (
    <div className={styles.marks}>
      {dayMarks(rows.days, layout.dayWidth).map(({ index, kind }) => (
        <span
          key={index}
          className={styles.mark}
          style={{ left: layout.gutter + (index + 0.5) * layout.dayWidth }}
        >
          <MarkSign kind={kind} />
        </span>
      ))}
    </div>
  )
}

/** A shape each: plus and minus in a circle for the switch, a square for blocks, a diamond. */
export function MarkSign({ kind }: { kind: Mark['kind'] }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={styles[kind]}>
      <path d={SHAPES[kind]} />
    </svg>
  )
}

const CIRCLE = 'M6 1a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z'

const SHAPES: Record<Mark['kind'], string> = {
  'switched-on': `${CIRCLE}M6 3.5v5M3.5 6h5`,
  'switched-off': `${CIRCLE}M3.5 6h5`,
  'blocks-bought': 'M2 2h8v8H2Z',
  'plan-changed': 'M6 1.2 11.2 10.6H.8Z',
  'bonus-bought': 'M6 .8 11.2 6 6 11.2 .8 6Z',
}
