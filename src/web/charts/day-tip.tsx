import type { CSSProperties } from 'react'
import { type Standpoint, weekdayDate } from '#web/format/date.ts'
import { about, estimateRange, whole } from '#web/format/number.ts'
import type { ChartLayout } from './chart-layout.ts'
import type { ChartRows, DayRow } from './chart-rows.ts'
import styles from './cycle-chart.module.css'
import { MarkSign } from './mark-row.tsx'

const WIDTH = 216
const AWAY = 10

/** One day, as its row in the table: beside the day, on the side where there is room. */
export function DayTip(props: {
  day: DayRow
  index: number
  rows: ChartRows
  layout: ChartLayout
  from: Standpoint
}) {
  const { day, index, rows, layout, from } = props
  return (
    <div className={styles.tip} style={placeOf(index, layout)} aria-hidden="true">
      <p className={styles.tipHead}>
        {weekdayDate(day.date, from)}
        {day.when === 'past' ? null : (
          <span>{day.when === 'today' ? 'today, so far' : 'still to come'}</span>
        )}
      </p>
      <dl>
        {day.parts.map((credits, band) => {
          const of = rows.bands[band]
          return of && credits > 0 ? (
            <TipRow key={of.tint} label={of.label} value={whole(credits)} tint={of.tint} />
          ) : null
        })}
        {day.when === 'to-come' ? null : <TipRow label="Used" value={whole(day.total)} isTotal />}
        {day.cumulative === undefined ? null : (
          <TipRow label="In the cycle so far" value={whole(day.cumulative)} />
        )}
        {day.estimate ? (
          <TipRow
            label="By its end"
            value={about(day.estimate)}
            detail={estimateRange(day.estimate)}
          />
        ) : null}
      </dl>
      {day.marks.map((mark) => (
        <p key={`${mark.at} ${mark.kind}`} className={styles.tipMark}>
          <MarkSign kind={mark.kind} /> {mark.label}
        </p>
      ))}
    </div>
  )
}

function TipRow(props: {
  label: string
  value: string
  detail?: string
  tint?: string
  isTotal?: boolean
}) {
  const { label, value, detail, tint, isTotal } = props
  return (
    <div className={isTotal ? styles.tipTotal : undefined}>
      <dt>
        {tint ? <i className={`${styles.swatch} ${styles[`tint-${tint}`]}`} /> : null}
        {label}
      </dt>
      <dd>
        {value}
        {detail ? <small>{detail}</small> : null}
      </dd>
    </div>
  )
}

/** Where neither side has room, below the drawing: on it, it would hide what it tells of. */
function placeOf(index: number, layout: ChartLayout): CSSProperties {
  const day = layout.gutter + index * layout.dayWidth
  const right = day + layout.dayWidth + AWAY
  const left = day - AWAY - WIDTH
  if (right + WIDTH <= layout.width) return { left: right, width: WIDTH }
  if (left >= layout.gutter) return { left, width: WIDTH }
  return { left: 0, right: 0, top: '100%' }
}
