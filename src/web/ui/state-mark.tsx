import type { ShownState } from './shown-state.ts'
import styles from './state-mark.module.css'

/**
 * A state's shape: circle, triangle, octagon, circled plus, hatched octagon. Shapes differ so that
 * no state is told by colour alone; the word stands beside it.
 */
export function StateMark({ state, size = 14 }: { state: ShownState; size?: number }) {
  return (
    <svg
      className={styles[state]}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden
      focusable={false}
    >
      <Shape state={state} />
    </svg>
  )
}

function Shape({ state }: { state: ShownState }) {
  switch (state) {
    case 'open':
      return <circle cx="7" cy="7" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
    case 'warning':
      return <path d="M7 1.6 13 12.2H1Z" fill="currentColor" />
    case 'stopped':
      return <path d={OCTAGON} fill="currentColor" />
    case 'on-pay-as-you-go':
      return (
        <>
          <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M7 4.2v5.6M4.2 7h5.6" stroke="currentColor" strokeWidth="1.5" />
        </>
      )
    case 'exceeded':
      return (
        <>
          <path d={OCTAGON} fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="m4 9.2 5.2-5.2M5.6 10.8 10.8 5.6" stroke="currentColor" strokeWidth="1.4" />
        </>
      )
    default:
      return state satisfies never
  }
}

const OCTAGON = 'M4.5 1.25h5L12.75 4.5v5L9.5 12.75h-5L1.25 9.5v-5Z'
