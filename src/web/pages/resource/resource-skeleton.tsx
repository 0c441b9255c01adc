import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import styles from './resource-page.module.css'

export function ResourceSkeleton() {
  return (
    <div role="status" aria-label="Loading this resource">
      <Card className={styles.overview}>
        <div className={styles.side}>
          <Skeleton width={200} height={56} />
          <Skeleton height={12} />
          <Skeleton width="80%" height={48} />
        </div>
        <Skeleton height={440} />
      </Card>
    </div>
  )
}
