import { useId, useState } from 'react'
import { count } from '#web/format/number.ts'
import { ChevronDown } from '#web/ui/icons.tsx'
import { StateMark } from '#web/ui/state-mark.tsx'
import { AlertList, type AlertsProps } from './alert-list.tsx'
import styles from './alerts-line.module.css'

const ALERTS = { one: 'alert', many: 'alerts' }

/** On a narrow screen, one line with the gravest, that opens: the first card stays in sight. */
export function AlertsLine(props: AlertsProps) {
  const { notices } = props
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const [gravest] = notices
  if (!gravest) return null
  const { state, words } = gravest
  return (
    <>
      <button
        type="button"
        className={styles.line}
        data-state={state}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <StateMark state={state} />
        <span className={styles.count}>{count(notices.length, ALERTS)}</span>{' '}
        <span className={styles.what}>{isOpen ? '' : words.what}</span>
        <ChevronDown />
      </button>
      {isOpen && (
        <div id={id} className={styles.opened}>
          <AlertList {...props} />
        </div>
      )}
    </>
  )
}
