import type { ShownState } from './shown-state.ts'
import styles from './state-badge.module.css'
import { StateMark } from './state-mark.tsx'

/** A state with its word, shape and colour. `plain` leaves out the ground, for table cells. */
export function StateBadge({
  state,
  word,
  plain = false,
}: {
  state: ShownState
  word: string
  plain?: boolean
}) {
  return (
    <span className={styles.badge} data-state={state} data-plain={plain || undefined}>
      <StateMark state={state} size={plain ? 12 : 13} />
      {word}
    </span>
  )
}
