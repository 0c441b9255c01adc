import { Skeleton } from '#web/ui/skeleton.tsx'
import header from './header.module.css'
import { Mark } from './mark.tsx'
import styles from './shell.module.css'

export function ShellSkeleton() {
  return (
    <>
      <div className={header.header} role="status" aria-label="Loading Headroom">
        <div className={header.top}>
          <span className={header.brand}>
            <Mark />
          </span>
          <Skeleton width={160} />
        </div>
        <div className={header.nav}>
          <Skeleton width={360} />
        </div>
      </div>
      <div className={styles.main}>
        <Skeleton width="40%" height={32} />
      </div>
    </>
  )
}
