import { useQuery } from '@tanstack/react-query'
import type { ResourceReply } from '#shared/contract/resource.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { partState } from '#web/api/part-state.ts'
import { resourceQuery } from '#web/api/resource.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { AiCreditsTabs } from '#web/parts/ai-credits-tabs.tsx'
import { Failure } from '#web/parts/failure.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { Account } from './account/account.tsx'
import { BonusCredits } from './bonus/bonus-credits.tsx'
import { Breakdowns } from './breakdowns.tsx'
import { ChargesSection } from './charges-section.tsx'
import { DeployedFlows } from './flows/deployed-flows.tsx'
import { LowAlerts } from './low-credit/low-alerts.tsx'
import { Overview } from './overview.tsx'
import { RateCard } from './rate-card.tsx'
import styles from './resource-page.module.css'
import { ResourceSkeleton } from './resource-skeleton.tsx'
import { Servers } from './servers/servers.tsx'
import { useResourceSearch } from './use-resource-search.ts'

/** Where did it go? From the cycle to the day, the kind, and the charge with its rate. */
export function ResourcePage({ resource }: { resource: Resource }) {
  const { name } = RESOURCE_TRAITS[resource]
  useDocumentTitle(name)
  const { team, may } = useViewer()
  const { cycle } = useResourceSearch()
  const query = useQuery(resourceQuery({ team, resource, cycle }))
  return (
    <div className={styles.page}>
      <PageHead title={name} figures={query.data} />
      {resource === 'ai' && may('view-members') && <AiCreditsTabs />}
      {content(partState(query, () => false))}
    </div>
  )
}

function content(state: ReturnType<typeof partState<ResourceReply>>) {
  switch (state.kind) {
    case 'loading':
      return <ResourceSkeleton />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
    case 'ready':
      return <Ready reply={state.data} />
    default:
      return state satisfies never
  }
}

function Ready({ reply }: { reply: ResourceReply }) {
  const { may } = useViewer()
  const isOpen = reply.asOf < reply.cycle.end
  return (
    <>
      <Overview reply={reply} />
      <div className={styles.columns} data-single={reply.rateCard ? undefined : true}>
        <Breakdowns reply={reply} />
        {reply.rateCard && <RateCard card={reply.rateCard} resource={reply.usage.resource} />}
      </div>
      {isOpen && reply.usage.resource === 'flows' && <DeployedFlows />}
      {isOpen && reply.usage.resource === 'assistant' && <Servers />}
      {isOpen && may('view-purchases') && <BonusCredits reply={reply} />}
      {isOpen && reply.usage.resource === 'assistant' && <LowAlerts />}
      {isOpen && may('view-connections') && <Account resource={reply.usage.resource} />}
      <ChargesSection reply={reply} />
    </>
  )
}
