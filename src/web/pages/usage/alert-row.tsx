import type { ReactNode } from 'react'
import type { Alert } from '#shared/contract/usage.ts'
import type { AlertWords } from '#web/format/alert-sentence.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { Close } from '#web/ui/icons.tsx'
import { StateMark } from '#web/ui/state-mark.tsx'
import { alertState } from './alert-state.ts'
import styles from './alerts.module.css'
import { useDismiss } from './use-dismiss.ts'

type AlertRowProps = {
  alerts: readonly Alert[]
  words: AlertWords
  telling: Telling
  isPart?: boolean
  children?: ReactNode
}

export function AlertRow({ alerts, words, telling, isPart = false, children }: AlertRowProps) {
  const { may } = useViewer()
  const dismiss = useDismiss()
  const [latest] = alerts
  if (!latest) return null
  const state = alertState(latest, telling)
  return (
    <li className={styles.row} data-state={state} data-part={isPart || undefined}>
      <StateMark state={state} />
      <p className={styles.words}>
        <strong>{words.what}</strong> {words.meaning}
      </p>
      {children}
      <time className={styles.when} dateTime={isoInstant(latest.at)}>
        {moment(latest.at, telling.frame)}
      </time>
      {may('dismiss-alert') && (
        <Button
          look="quiet"
          size="s"
          aria-label={`Dismiss: ${words.what}`}
          onClick={() => dismiss(alerts.map(({ id }) => id))}
        >
          <Close />
        </Button>
      )}
    </li>
  )
}
