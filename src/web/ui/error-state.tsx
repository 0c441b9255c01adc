import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './error-state.module.css'
import { StateMark } from './state-mark.tsx'

/** What failed, in the server's own words, and a way to try again, or out of it. */
export function ErrorState({
  words,
  retry,
  action,
  isPage = false,
}: {
  words: { title: string; detail: string; requestId?: string }
  retry?: (() => void) | undefined
  /** What helps where trying again can't. */
  action?: ReactNode
  /** There is nothing else on the page: the title is the page's. */
  isPage?: boolean
}) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div role="alert" className={styles.error}>
      <StateMark state="stopped" size={16} />
      <div className={styles.words}>
        <Title className={styles.title}>{words.title}</Title>
        <p className={styles.detail}>{words.detail}</p>
        {words.requestId && (
          <p className={styles.request}>
            Request <code>{words.requestId}</code>
          </p>
        )}
      </div>
      {retry && <Button onClick={retry}>Try again</Button>}
      {action}
    </div>
  )
}
