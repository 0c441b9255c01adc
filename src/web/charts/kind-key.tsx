import { whole } from '#web/format/number.ts'
import type { Band } from './bands.ts'
import styles from './cycle-chart.module.css'

/** What the tints are, with their share of the cycle's total. */
export function KindKey({ bands }: { bands: readonly Band[] }) {
  return (
    <ul className={styles.key}>
      {bands.map((band) => (
        <li key={band.tint}>
          <i className={`${styles.swatch} ${styles[`tint-${band.tint}`]}`} />
          {band.label} <b>{whole(band.credits)}</b>
        </li>
      ))}
    </ul>
  )
}
