import type { ReactNode } from 'react'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import styles from './sign-in.module.css'

/** The frame of a page that needs no session. */
export function OpenFrame({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title)
  return (
    <main className={styles.main}>
      <p className={styles.brand}>Headroom</p>
      <h1 className={styles.title}>{title}</h1>
      {children}
    </main>
  )
}
