import { Link } from '@tanstack/react-router'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { PageHead } from '#web/parts/page-head.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Invitations } from './invitations.tsx'
import { Roster } from './roster.tsx'
import { ServiceKeys } from './service-keys.tsx'
import styles from './team-page.module.css'

/** Who is in the team and as what, and which programs speak for it. */
export function TeamPage() {
  useDocumentTitle('Team')
  const { may, session } = useViewer()
  const managesMembers = may('manage-members') || may('grant-billing')
  const isEmbedded = session.embeddedBy !== undefined
  if (!managesMembers && !(isEmbedded && may('view-audit'))) {
    return (
      <EmptyState isPage title="Members and keys are for Admins">
        An Admin or a Billing admin of {session.team.name} can invite people and change roles.
      </EmptyState>
    )
  }
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <PageHead title="Team" figures={undefined} />
        <div className={styles.links}>
          {may('view-audit') && (
            <Link to="/audit" className={styles.link}>
              Audit log
            </Link>
          )}
          {may('view-deliveries') && (
            <Link to="/deliveries" className={styles.link}>
              Delivery log and webhooks
            </Link>
          )}
        </div>
      </div>
      {isEmbedded ? <InHeadroom /> : <Roster />}
      {session.signedIn && <Invitations />}
      {may('manage-keys') && <ServiceKeys />}
    </div>
  )
}

function InHeadroom() {
  return (
    <EmptyState title="Members and keys are looked after in Headroom itself">
      An Admin or a Billing admin who signs in there can invite people, change roles and make keys.
    </EmptyState>
  )
}
