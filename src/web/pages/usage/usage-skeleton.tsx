import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import cards from './usage-cards.module.css'
import styles from './usage-page.module.css'

/** The page's shape while its one request is on its way. */
export function UsageSkeleton() {
  return (
    <div className={styles.page} role="status" aria-label="Loading resource usage">
      <Skeleton width="min(560px, 90%)" height={68} />
      <div className={cards.cards}>
        {[0, 1, 2, 3].map((card) => (
          <Card key={card} className={cards.bones}>
            <Skeleton width={140} />
            <Skeleton width={220} height={48} />
            <Skeleton height={10} />
            <Skeleton width="80%" height={40} />
            <Skeleton height={220} />
          </Card>
        ))}
      </div>
    </div>
  )
}
