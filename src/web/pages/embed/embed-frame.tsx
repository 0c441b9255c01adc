import type { ReactNode } from 'react'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import styles from './embed-frame.module.css'

/** An embedded page without a dashboard in it. */
export function EmbedFrame({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title)
  return (
    <main className={styles.main}>
      <h1 className={styles.title}>{title}</h1>
      <div className={styles.said}>{children}</div>
    </main>
  )
}
