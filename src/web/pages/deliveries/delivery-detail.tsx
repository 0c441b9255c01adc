import { useMutation } from '@tanstack/react-query'
import type { DeliveryView } from '#shared/contract/message-page.ts'
import { describeError } from '#web/api/api-error.ts'
import { sendAgainMutation } from '#web/api/messages.ts'
import { moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './deliveries-page.module.css'

/** What was said, how the last attempt went, and when the next one is. */
export function DeliveryDetail({ delivery, asOf }: { delivery: DeliveryView; asOf: number }) {
  const frame = useTimeFrame(asOf)
  const { lines, outcome, nextAt, recipient } = delivery
  return (
    <div className={styles.detail}>
      <div className={styles.text}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <div className={styles.text}>
        {outcome && <p>{`${moment(outcome.at, frame)}: ${outcome.detail}`}</p>}
        {nextAt !== undefined && <p>{`Tried next at ${moment(nextAt, frame)}.`}</p>}
        <p>{`To ${recipient.name}.`}</p>
        <SendAgain delivery={delivery} />
      </div>
    </div>
  )
}

function SendAgain({ delivery }: { delivery: DeliveryView }) {
  const { team } = useViewer()
  const { message, channel, recipient, state } = delivery
  const again = useMutation({
    ...sendAgainMutation(team),
    onSuccess: () => sayDone({ title: `It is on its way to ${recipient.name} again` }),
    onError: (error) =>
      sayFailed({ title: 'It was not sent again', detail: describeError(error).detail }),
  })
  if (channel === 'inbox' || state === 'sending') return null
  return (
    <Button
      size="s"
      busy={again.isPending}
      onClick={() => again.mutate({ message, channel, recipient: recipient.id })}
    >
      {state === 'waiting' ? 'Send now' : 'Send again'}
    </Button>
  )
}
