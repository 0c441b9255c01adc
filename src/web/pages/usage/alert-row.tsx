import type { Alert, UsageReply } from '#shared/contract/usage.ts'
import { alertWords } from '#web/format/alert-sentence.ts'
import { dayAndTime, isoInstant } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { Close } from '#web/ui/icons.tsx'
import { shownState } from '#web/ui/shown-state.ts'
import { StateMark } from '#web/ui/state-mark.tsx'
import styles from './alerts.module.css'
import { useDismiss } from './use-dismiss.ts'

type AlertRowProps = { alert: Alert; reply: UsageReply; telling: Telling }

export function AlertRow({ alert, reply, telling }: AlertRowProps) {
  const { session, may } = useViewer()
  const dismiss = useDismiss()
  const { what, meaning } = alertWords(alert, {
    telling,
    viewer: session.actor.member?.id,
    offered: isOffered(reply, alert),
  })
  const state = shownState({ limit: alert.threshold, work: alert.work })
  return (
    <li className={styles.row} data-state={state}>
      <StateMark state={state} />
      <p className={styles.words}>
        <strong>{what}</strong> {meaning}
      </p>
      <time className={styles.when} dateTime={isoInstant(alert.at)}>
        {dayAndTime(alert.at, telling.frame)}
      </time>
      {may('dismiss-alert') && (
        <Button
          look="quiet"
          size="s"
          aria-label={`Dismiss: ${what}`}
          onClick={() => dismiss(alert.id)}
        >
          <Close />
        </Button>
      )}
    </li>
  )
}

function isOffered(reply: UsageReply, alert: Alert): boolean {
  return reply.resources.some(
    (usage) => usage.resource === alert.resource && usage.payAsYouGo.kind === 'offered',
  )
}
