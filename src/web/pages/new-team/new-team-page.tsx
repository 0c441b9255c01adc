import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { NewTeam } from '#web/parts/new-team.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import styles from './new-team-page.module.css'

/** Another team on this server. */
export function NewTeamPage() {
  useDocumentTitle('New team')
  if (!useViewer().session.signedIn?.operator) {
    return (
      <EmptyState isPage title="Teams are made by the operator">
        Ask whoever looks after this server.
      </EmptyState>
    )
  }
  return (
    <div className={styles.page}>
      <h1>New team</h1>
      <NewTeam />
    </div>
  )
}
