import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { usageQuery } from '#web/api/usage.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { AiCreditsTabs } from '#web/parts/ai-credits-tabs.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import styles from './ai-credits-page.module.css'
import { Members } from './members.tsx'
import { MembersSummary } from './members-summary.tsx'

/** Who is close to their limit, and whom does it stop? */
export function AiCreditsPage() {
  useDocumentTitle('AI credits')
  const { team } = useViewer()
  const { cycle } = useSearch({ from: '__root__' })
  const { data } = useQuery(usageQuery({ team, cycle }))
  const usage = data?.resources.find(({ resource }) => resource === 'ai')
  return (
    <div className={styles.page}>
      <PageHead title="AI credits" figures={data} />
      <AiCreditsTabs />
      {data && usage && <MembersSummary reply={data} usage={usage} />}
      <Members currency={data?.currency} counts={countsOf(usage)} />
    </div>
  )
}

function countsOf(usage: Parameters<typeof MembersSummary>[0]['usage'] | undefined) {
  return usage?.holder.kind === 'members' ? usage.holder.counts : undefined
}
