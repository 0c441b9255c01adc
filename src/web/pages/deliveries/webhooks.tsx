import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { endpointsQuery } from '#web/api/endpoints.ts'
import { partState } from '#web/api/part-state.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { AddWebhook } from './add-webhook.tsx'
import styles from './deliveries-page.module.css'
import { WebhookRow } from './webhook-row.tsx'

/** Where alerts are sent besides people. */
export function Webhooks() {
  const titleId = useId()
  return (
    <Card aria-labelledby={titleId} tabIndex={-1}>
      <h2 id={titleId} className={styles.sectionTitle}>
        Webhooks
      </h2>
      <p className={styles.hint}>
        Each alert is posted to these addresses, signed as Standard Webhooks has it. One that takes
        nothing for three days is turned off, and you are told.
      </p>
      <Endpoints />
      <AddWebhook />
    </Card>
  )
}

function Endpoints() {
  const { team } = useViewer()
  const query = useQuery(endpointsQuery(team))
  const state = partState(query, ({ endpoints }) => endpoints.length === 0)
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading webhooks">
          <Skeleton height={32} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return <p className={styles.none}>There is none yet.</p>
    case 'ready':
      return (
        <ul className={styles.endpoints}>
          {state.data.endpoints.map((endpoint) => (
            <WebhookRow key={endpoint.id} endpoint={endpoint} asOf={state.data.asOf} />
          ))}
        </ul>
      )
    default:
      return state satisfies never
  }
}
