import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ChargesAlertReply } from '#shared/contract/charges-alert.ts'
import { chargesAlertQuery } from '#web/api/charges-alert.ts'
import { partState } from '#web/api/part-state.ts'
import { dayOf } from '#web/format/date.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import { money, price } from '#web/format/money.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Assumed } from '#web/ui/assumed.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { ChargesAlertDialog } from './charges-alert-dialog.tsx'
import styles from './invoices.module.css'

/** From which charges of a cycle on Billing gets a mail, and the way to change it. */
export function ChargesAlert() {
  const id = useId()
  const { team } = useViewer()
  const state = partState(useQuery(chargesAlertQuery(team)), () => false)
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>Mail about charges</h2>
      {content(state)}
    </Card>
  )
}

function content(state: ReturnType<typeof partState<ChargesAlertReply>>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading the threshold">
          <Skeleton width="60%" height={20} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
    case 'ready':
      return <Threshold reply={state.data} />
    default:
      return state satisfies never
  }
}

function Threshold({ reply }: { reply: ChargesAlertReply }) {
  const [isOpen, setOpen] = useState(false)
  const frame = useTimeFrame(reply.asOf)
  const { micros, decided, standard } = reply
  return (
    <div className={styles.threshold}>
      <p>
        {thresholdWords(reply, frame)}
        {micros !== undefined && !decided && standard?.assumed && (
          <>
            {' '}
            <Assumed />
          </>
        )}
      </p>
      <Button look="quiet" size="s" onClick={() => setOpen(true)}>
        {micros === undefined ? 'Set a threshold' : 'Change'}
      </Button>
      {isOpen && <ChargesAlertDialog reply={reply} onClose={() => setOpen(false)} />}
    </div>
  )
}

function thresholdWords(reply: ChargesAlertReply, frame: TimeFrame): string {
  const { micros, decided, toldMicros, currency } = reply
  if (micros === undefined) return 'Nobody gets a mail about a cycle’s pay-as-you-go charges.'
  const told =
    toldMicros === undefined ? '' : ` In this cycle they got it at ${money(toldMicros, currency)}.`
  const whose = decided ? `, as ${decided.by} set on ${dayOf(decided.at, frame)}` : ''
  const amount = price(micros, currency)
  return `Billing admins get one mail when a cycle’s pay-as-you-go charges pass ${amount}${whose}.${told}`
}
