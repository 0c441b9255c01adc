import { Button } from '#web/ui/button.tsx'
import { sayDone } from '#web/ui/toast-store.ts'
import styles from './new-secret.module.css'

/** A key, the one time that it is shown. */
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
  return (
    <div role="status" className={styles.secret}>
      <p>The new key, shown only now. Keep it where {reader} can read it:</p>
      <code>{secret}</code>
      <p className={styles.actions}>
        <Button
          size="s"
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
