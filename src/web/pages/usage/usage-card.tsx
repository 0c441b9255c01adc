import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { Telling } from '#web/format/telling.ts'
import { RESOURCE_PAGES } from '#web/hooks/page-paths.ts'
import { useMediaQuery } from '#web/hooks/use-media-query.ts'
import { LazyChart } from '#web/parts/lazy-chart.tsx'
import type { Question } from '#web/parts/pay-as-you-go/question.ts'
import { ResourceBadge } from '#web/parts/resource/resource-badge.tsx'
import { ResourceDetails } from '#web/parts/resource/resource-details.tsx'
import { ResourcePayAsYouGo } from '#web/parts/resource/resource-pay-as-you-go.tsx'
import { ResourceWords } from '#web/parts/resource/resource-words.tsx'
import { Card } from '#web/ui/card.tsx'
import { ArrowRight } from '#web/ui/icons.tsx'
import styles from './usage-card.module.css'

type UsageCardProps = {
  usage: ResourceUsage
  telling: Telling
  isLead: boolean
  onAsk: (question: Question) => void
}

export function UsageCard({ usage, telling, isLead, onAsk }: UsageCardProps) {
  const id = useId()
  const isWide = useMediaQuery('(width >= 1080px)')
  const { cycle, frame } = telling
  return (
    <Card aria-labelledby={id} className={styles.card} data-lead={isLead || undefined}>
      <div className={styles.inside}>
        <div className={styles.head}>
          <h2 id={id}>
            <Link to={RESOURCE_PAGES[usage.resource]} className={styles.name}>
              {RESOURCE_TRAITS[usage.resource].name}
              <ArrowRight />
            </Link>
          </h2>
          <ResourceBadge usage={usage} telling={telling} />
        </div>
        <div className={styles.figures}>
          <ResourceWords usage={usage} telling={telling} isLead={isLead} />
        </div>
        <div className={styles.details}>
          <ResourceDetails usage={usage} telling={telling} />
        </div>
        <div className={styles.switch}>
          <ResourcePayAsYouGo usage={usage} telling={telling} onAsk={onAsk} />
        </div>
        <div className={styles.chart}>
          <LazyChart
            usage={usage}
            cycle={cycle}
            asOf={frame.asOf}
            zone={frame.zone}
            size={isLead && isWide ? 'page' : 'card'}
          />
        </div>
      </div>
    </Card>
  )
}
