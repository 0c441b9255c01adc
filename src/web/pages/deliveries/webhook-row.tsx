import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#shared/contract/routes.ts'
import { describeError } from '#web/api/api-error.ts'
import { deleteEndpointMutation, switchEndpointMutation } from '#web/api/endpoints.ts'
import { sendTestMutation } from '#web/api/messages.ts'
import { moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Switch } from '#web/ui/switch.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './deliveries-page.module.css'

type Endpoint = Reply<'endpoints'>['endpoints'][number]

export function WebhookRow({ endpoint, asOf }: { endpoint: Endpoint; asOf: number }) {
  const { team } = useViewer()
  const { id, url, state } = endpoint
  const test = useMutation({
    ...sendTestMutation(team),
    onSuccess: () => sayDone({ title: 'A test is on its way', detail: url }),
    onError: failed('No test was sent'),
  })
  const turn = useMutation({
    ...switchEndpointMutation(team),
    onError: failed('The webhook was not changed'),
  })
  return (
    <LeavingRow>
      <div className={styles.url}>
        <p>{url}</p>
        <StateLine endpoint={endpoint} asOf={asOf} />
      </div>
      <Button
        size="s"
        busy={test.isPending}
        disabled={state !== 'on'}
        onClick={() => test.mutate({ channel: 'webhook', endpoint: id })}
      >
        Send a test
      </Button>
      <Remove endpoint={endpoint} />
      <Switch
        label={`Send to ${url}`}
        checked={state === 'on'}
        onChange={(on) => turn.mutate({ endpoint: id, on })}
      />
    </LeavingRow>
  )
}

function StateLine({ endpoint, asOf }: { endpoint: Endpoint; asOf: number }) {
  const frame = useTimeFrame(asOf)
  const { state, failingSince } = endpoint
  const since = failingSince === undefined ? '' : moment(failingSince, frame)
  switch (state) {
    case 'on':
      return <p className={styles.hint}>{since ? `On, but failing since ${since}.` : 'On.'}</p>
    case 'off':
      return <p className={styles.hint}>Off.</p>
    case 'failed':
      return <p className={styles.hint}>{`Turned off: it has taken nothing since ${since}.`}</p>
    default:
      return state satisfies never
  }
}

function Remove({ endpoint: { id, url } }: { endpoint: Endpoint }) {
  const { team } = useViewer()
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    ...deleteEndpointMutation(team),
    onError: failed('The webhook was not removed'),
  })
  return (
    <>
      <Button size="s" look="quiet" aria-label={`Remove ${url}`} onClick={() => setAsking(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title="Remove this webhook?"
        confirm={{
          label: 'Remove it',
          look: 'danger',
          enabled: !remove.isPending,
          act: () => {
            setAsking(false)
            remove.mutate(id)
          },
        }}
      >
        <p>{url}</p>
        <p>What still waits for it is given up, and its secret is lost.</p>
      </ConfirmDialog>
    </>
  )
}

function failed(title: string): (error: unknown) => void {
  return (error) => sayFailed({ title, detail: describeError(error).detail })
}
