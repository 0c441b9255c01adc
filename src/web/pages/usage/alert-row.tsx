import type { ReactNode } from 'react'
import { isoInstant, moment, type TimeFrame } from '#web/format/moment.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { Close } from '#web/ui/icons.tsx'
import { StateMark } from '#web/ui/state-mark.tsx'
import styles from './alerts.module.css'
import { useDismiss } from './use-dismiss.ts'
import type { Notice } from './use-notices.ts'

type AlertRowProps = { notice: Notice; frame: TimeFrame; isPart?: boolean; children?: ReactNode }

export function AlertRow({ notice, frame, isPart = false, children }: AlertRowProps) {
  const { may } = useViewer()
  const dismiss = useDismiss()
  const { alerts, at, state, words } = notice
  return (
    <li className={styles.row} data-state={state} data-part={isPart || undefined}>
      <StateMark state={state} />
      <p className={styles.words}>
        <strong>{words.what}</strong> {words.meaning}
      </p>
      {children}
      <time className={styles.when} dateTime={isoInstant(at)}>
        {moment(at, frame)}
      </time>
      {may('dismiss-alert') && (
        <Button
          look="quiet"
          size="s"
          aria-label={`Dismiss: ${words.what}`}
          onClick={() => dismiss(alerts)}
        >
          <Close />
        </Button>
      )}
    </li>
  )
}
