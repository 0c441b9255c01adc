import { Skeleton } from '#web/ui/skeleton.tsx'
import styles from './members-table.module.css'

const LINES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

export function TableSkeleton() {
  return (
    <div role="status" aria-label="Loading members" className={styles.bones}>
      {LINES.map((line) => (
        <Skeleton key={line} height={40} />
      ))}
    </div>
  )
}
