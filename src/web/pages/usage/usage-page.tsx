import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { UsageReply } from '#shared/contract/usage.ts'
import { partState } from '#web/api/part-state.ts'
import { usageQuery } from '#web/api/usage.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useTelling } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Alerts } from './alerts.tsx'
import { Answer } from './answer.tsx'
import { ClosestMembers } from './closest-members.tsx'
import { UsageCards } from './usage-cards.tsx'
import styles from './usage-page.module.css'
import { UsageSkeleton } from './usage-skeleton.tsx'

/** What runs out first, and what happens then? */
export function UsagePage() {
  useDocumentTitle('Resource usage')
  const { team } = useViewer()
  const { cycle } = useSearch({ from: '__root__' })
  const query = useQuery(usageQuery({ team, cycle }))
  const state = partState(query, ({ resources }) => resources.length === 0)
  switch (state.kind) {
    case 'loading':
      return <UsageSkeleton />
    case 'error':
      return (
        <>
          <h1 className={styles.eyebrow}>Resource usage</h1>
          <Failure failure={state} />
        </>
      )
    case 'empty':
      return (
        <>
          <h1 className={styles.eyebrow}>Resource usage</h1>
          <EmptyState title="This plan includes no resources">
            Once the team’s plan gives an allowance of something, its use shows here.
          </EmptyState>
        </>
      )
    case 'ready':
      return <Ready reply={state.data} />
    default:
      return state satisfies never
  }
}

function Ready({ reply }: { reply: UsageReply }) {
  const telling = useTelling(reply, reply.currency)
  return (
    <div className={styles.page}>
      <Alerts reply={reply} telling={telling} />
      <Answer reply={reply} telling={telling} />
      <div className={styles.columns}>
        <UsageCards reply={reply} telling={telling} />
        <ClosestMembers reply={reply} />
      </div>
    </div>
  )
}
