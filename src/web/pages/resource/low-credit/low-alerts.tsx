import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { LowAlertsReply } from '#shared/contract/low-credit.ts'
import { markKey } from '#shared/credits/low-credit.ts'
import { lowAlertsQuery } from '#web/api/low-alerts.ts'
import { partState } from '#web/api/part-state.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import pageStyles from '../resource-page.module.css'
import { AddMark } from './add-mark.tsx'
import styles from './low-alerts.module.css'
import { markWords } from './mark-words.ts'
import { useSetMarks } from './use-set-marks.ts'

/** When the team wants to be told that its credits run low. */
export function LowAlerts() {
  const id = useId()
  const { team } = useViewer()
  const query = useQuery(lowAlertsQuery(team))
  return (
    <Card aria-labelledby={id}>
      <div className={pageStyles.head}>
        <h2 id={id}>Low-credit alerts</h2>
        <p className={pageStyles.note}>
          Admins and Billing admins are told once in each cycle; bonus credits count.
        </p>
      </div>
      {content(partState(query, () => false))}
    </Card>
  )
}

function content(state: ReturnType<typeof partState<LowAlertsReply>>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading low-credit alerts">
          <Skeleton height={64} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
    case 'ready':
      return <Ready alerts={state.data.alerts} />
    default:
      return state satisfies never
  }
}

function Ready({ alerts }: Pick<LowAlertsReply, 'alerts'>) {
  const { may } = useViewer()
  const set = useSetMarks()
  const marks = alerts.map(({ mark }) => mark)
  const maySet = may('set-low-alerts')
  return (
    <>
      {alerts.length === 0 && (
        <p>No alert is set: nobody is told before the credits are used up.</p>
      )}
      <ul className={styles.alerts}>
        {alerts.map((alert) => (
          <li key={markKey(alert.mark)}>
            <span>{markWords(alert)}</span>
            {alert.isLow && <StateBadge state="warning" word="Reached" plain />}
            {maySet && (
              <Button
                size="s"
                look="quiet"
                aria-label={`Remove: ${markWords(alert)}`}
                onClick={() => set(marks.filter((mark) => mark !== alert.mark))}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {maySet && <AddMark marks={marks} onAdd={(mark) => set([...marks, mark])} />}
    </>
  )
}
