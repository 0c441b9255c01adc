import { Button } from './button.tsx'
import styles from './more-rows.module.css'
import { Skeleton } from './skeleton.tsx'

type MoreRowsProps = {
  query: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    fetchNextPage: () => unknown
  }
  label: string
  failed: string
}

/** Fetches the next page of a list, as long as there is one. */
export function MoreRows({ query, label, failed }: MoreRowsProps) {
  if (!query.hasNextPage) return null
  return (
    <div className={styles.more}>
      <Button disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {query.isFetchingNextPage ? 'Loading more' : label}
      </Button>
      {query.isFetchNextPageError && <span>{failed}</span>}
    </div>
  )
}

/** Holds the place of a list's first rows. */
export function LoadingRows({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className={styles.bones}>
      <Skeleton height={32} />
      <Skeleton height={32} />
      <Skeleton height={32} />
    </div>
  )
}
