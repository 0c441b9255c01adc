import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { NewTeam } from '#web/parts/new-team.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'

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
    <>
      <PageHead title="New team" figures={undefined} />
      <NewTeam />
    </>
  )
}
