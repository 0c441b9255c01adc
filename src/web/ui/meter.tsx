import { Meter as BaseMeter } from '@base-ui/react/meter'
import type { CSSProperties } from 'react'
import styles from './meter.module.css'
import { type MeterScale, meterScale } from './meter-scale.ts'
import type { ShownState } from './shown-state.ts'

type MeterProps = {
  /** Names whose use it is. */
  label: string
  /** `1,518 of 2,000 credits used, 75 %`: what a reader hears. */
  text: string
  used: number
  allowance: number
  state: ShownState
  size?: 's' | 'm' | 'l'
  /** Where use is expected to be at the cycle's end; drawn pale behind. */
  expected?: number
}

/**
 * Used of an allowance, with marks at 75 % and 100 %. It never grows wider than its track: past the
 * limit the whole track stands for what was used, and what came after the limit is hatched.
 */
export function Meter({ label, text, size = 'm', state, ...amounts }: MeterProps) {
  const scale = meterScale(amounts)
  return (
    <BaseMeter.Root
      className={styles.meter}
      data-size={size}
      data-state={state}
      aria-label={label}
      getAriaValueText={() => text}
      value={Math.min(amounts.used, amounts.allowance)}
      max={Math.max(amounts.allowance, 1)}
      style={variables(scale)}
    >
      <span className={styles.track}>
        {scale.expected > scale.within && <span className={styles.expected} />}
        <span className={styles.within} />
        {scale.past && <span className={styles.past} />}
      </span>
      <span className={styles.warningMark} />
      <span className={styles.limitMark} />
    </BaseMeter.Root>
  )
}

function variables(scale: MeterScale): CSSProperties {
  return Object.fromEntries([
    ['--within', `${scale.within}%`],
    ['--expected', `${scale.expected}%`],
    ['--warning-at', `${scale.warningAt}%`],
    ['--limit-at', `${scale.limitAt}%`],
  ])
}
