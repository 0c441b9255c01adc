import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import styles from './shell.module.css'

const ADD_TEAM =
  'npm run team -- add acme --name "Acme" --plan team --zone Europe/Berlin --anchor 2026-01-01'

/** A ledger that was started empty: what the operator does next. */
export function NoTeam({ retry }: { retry: () => void }) {
  useDocumentTitle('No team yet')
  return (
    <main className={styles.main}>
      <EmptyState
        isPage
        title="There is no team yet"
        action={<Button onClick={retry}>Look again</Button>}
      >
        Add one on the server, in another terminal and with the same data folder:{' '}
        <code className={styles.command}>{ADD_TEAM}</code> The anchor is the day it is billed from.
      </EmptyState>
    </main>
  )
}
