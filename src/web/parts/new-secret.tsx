import { useId } from 'react'
import { Button } from '#web/ui/button.tsx'
import { focusNow } from '#web/ui/focus-now.ts'
import { sayDone } from '#web/ui/toast-store.ts'
import styles from './new-secret.module.css'

/** A key, the one time that it is shown: it takes the focus, and is told with it. */
export function NewSecret({
  secret,
  reader,
  onSeen,
}: {
  secret: string
  /** What sends the key. */
  reader: string
  onSeen: () => void
}) {
  const id = useId()
  return (
    <div className={styles.secret}>
      <p id={id}>The new key, shown only now. Keep it where {reader} can read it:</p>
      <code>{secret}</code>
      <p className={styles.actions}>
        <Button
          ref={focusNow}
          size="s"
          aria-describedby={id}
          onClick={() =>
            void navigator.clipboard
              .writeText(secret)
              .then(() => sayDone({ title: 'The key is copied.' }))
          }
        >
          Copy
        </Button>
        <Button size="s" look="quiet" onClick={onSeen}>
          I have kept it
        </Button>
      </p>
    </div>
  )
}
