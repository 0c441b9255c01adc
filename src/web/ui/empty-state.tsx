import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** Says what would be here, and what to do. */
export function EmptyState({
  title,
  children,
  action,
  isPage = false,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  /** There is nothing else on the page: the title is the page's. */
  isPage?: boolean
}) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className={styles.empty}>
      <Title className={styles.title}>{title}</Title>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
