import { useQueryClient } from '@tanstack/react-query'
import type { FailureWords } from '#web/api/api-error.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewStore } from '#web/store/view-store.ts'
import { Button } from '#web/ui/button.tsx'
import { ErrorState } from '#web/ui/error-state.tsx'
import styles from './shell.module.css'

/** Without a session there is no page. A stored viewer that no longer exists can be let go of. */
export function SessionError({ words, retry }: { words: FailureWords; retry: () => void }) {
  useDocumentTitle(words.title)
  const client = useQueryClient()
  const viewAs = useViewStore((state) => state.viewAs)
  const setViewAs = useViewStore((state) => state.setViewAs)
  return (
    <main className={styles.main}>
      <ErrorState isPage words={words} retry={retry} />
      {viewAs !== undefined && (
        <p>
          <Button
            look="quiet"
            onClick={() => {
              setViewAs(undefined)
              void client.resetQueries()
            }}
          >
            View as the default viewer instead
          </Button>
        </p>
      )}
    </main>
  )
}
