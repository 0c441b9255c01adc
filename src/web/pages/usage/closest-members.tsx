import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { UsageReply } from '#shared/contract/usage.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import styles from './closest-members.module.css'
import { MemberLine } from './member-line.tsx'

/** Who runs out next. A Member sees nobody here but themselves, above. */
export function ClosestMembers({ reply }: { reply: UsageReply }) {
  const id = useId()
  const { may } = useViewer()
  const isClosed = reply.asOf >= reply.cycle.end
  if (!may('view-members') || isPooled(reply)) return null
  return (
    <Card aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>Members closest to their AI limit</h2>
        <Link to="/ai-credits">All members</Link>
      </div>
      {reply.closest.length === 0 ? (
        <EmptyState title="No member has used AI credits in this cycle" />
      ) : (
        <ul className={styles.list}>
          {reply.closest.map((row) => (
            <MemberLine key={row.member.id} row={row} isClosed={isClosed} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** From a pool, no member has a limit of their own to be close to. */
function isPooled({ resources }: UsageReply): boolean {
  return resources.some(({ resource, holder }) => resource === 'ai' && holder.kind === 'pool')
}
