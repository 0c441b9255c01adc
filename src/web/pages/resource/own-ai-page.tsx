import { useQuery } from '@tanstack/react-query'
import type { ResourceUsage, UsageReply } from '#shared/contract/usage.ts'
import { partState } from '#web/api/part-state.ts'
import { usageQuery } from '#web/api/usage.ts'
import { ownPart } from '#web/format/whose.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { ChargesSection } from './charges-section.tsx'
import { Overview } from './overview.tsx'
import styles from './resource-page.module.css'
import { ResourceSkeleton } from './resource-skeleton.tsx'
import { useResourceSearch } from './use-resource-search.ts'

/** A Member's own AI credits, with each charge that made them. */
export function OwnAiPage() {
  useDocumentTitle('AI credits')
  const { team } = useViewer()
  const { cycle } = useResourceSearch()
  const query = useQuery(usageQuery({ team, cycle }))
  return (
    <div className={styles.page}>
      <PageHead title="AI credits" figures={query.data} ofPool={isOfPool(query.data)} />
      {content(partState(query, (reply) => ownOf(reply) === undefined))}
    </div>
  )
}

function content(state: ReturnType<typeof partState<UsageReply>>) {
  switch (state.kind) {
    case 'loading':
      return <ResourceSkeleton />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return <EmptyState title="This plan gives you no AI credits" />
    case 'ready':
      return <Ready reply={state.data} />
    default:
      return state satisfies never
  }
}

function Ready({ reply }: { reply: UsageReply }) {
  const usage = ownOf(reply)
  if (!usage) return null
  const { cycle, asOf, currency } = reply
  const ownKey = { charges: ownKeyUses(usage) }
  const shown = { usage, cycle, asOf, currency, ownKey, zone: reply.team.zone }
  return (
    <>
      <Overview reply={shown} />
      <ChargesSection reply={shown} />
    </>
  )
}

function ownKeyUses({ holder }: ResourceUsage): number {
  if (holder.kind === 'member') return holder.ownKey
  return holder.kind === 'pool' ? (holder.own?.ownKey ?? 0) : 0
}

function isOfPool(reply: UsageReply | undefined): boolean {
  const usage = reply && ownOf(reply)
  return usage !== undefined && ownPart(usage) !== undefined
}

function ownOf(reply: UsageReply) {
  return reply.resources.find(({ resource }) => resource === 'ai')
}
