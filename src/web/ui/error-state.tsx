import { Button } from './button.tsx'
import styles from './error-state.module.css'
import { StateMark } from './state-mark.tsx'

/** What failed, in the server's own words, and a way to try again. */
export function ErrorState({
  words,
  retry,
}: {
  words: { title: string; detail: string; requestId?: string }
  retry?: () => void
}) {
  return (
    <div role="alert" className={styles.error}>
      <StateMark state="stopped" size={16} />
      <div className={styles.words}>
        <p className={styles.title}>{words.title}</p>
        <p className={styles.detail}>{words.detail}</p>
        {words.requestId && (
          <p className={styles.request}>
            Request <code>{words.requestId}</code>
          </p>
        )}
      </div>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  )
}
