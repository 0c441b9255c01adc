import { useQueryClient } from '@tanstack/react-query'
import type { PartFailure } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { Failure } from '#web/parts/failure.tsx'
import { useViewStore } from '#web/store/view-store.ts'
import { Button } from '#web/ui/button.tsx'
import styles from './shell.module.css'

/** Without a session there is no page. A stored viewer that no longer exists can be let go of. */
export function SessionError({ failure }: { failure: PartFailure }) {
  useDocumentTitle(failure.words.title)
  const client = useQueryClient()
  const viewAs = useViewStore((state) => state.viewAs)
  const setViewAs = useViewStore((state) => state.setViewAs)
  return (
    <main className={styles.main}>
      <Failure isPage failure={failure} />
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
