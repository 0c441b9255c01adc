import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { partState } from '#web/api/part-state.ts'
import { sessionsQuery } from '#web/api/people.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { SignOut } from '#web/parts/sign-out.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { LoadingRows } from '#web/ui/more-rows.tsx'
import styles from './account-page.module.css'
import { OwnKeys } from './own-keys.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'

/** The person's own: where they are signed in, and their password. */
export function AccountPage() {
  useDocumentTitle('Account')
  const { signedIn, actor } = useViewer().session
  const hasKeys = actor.member !== undefined
  if (!signedIn && !hasKeys) {
    return (
      <EmptyState isPage title="Nobody signs in here">
        This server shows its example to whoever is on it.
      </EmptyState>
    )
  }
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div>
          <h1 className={styles.title}>{signedIn?.name ?? actor.name}</h1>
          <p className={styles.muted}>{signedIn?.email ?? 'Nobody signs in on this server.'}</p>
        </div>
        {signedIn && <SignOut />}
      </div>
      {signedIn && <WaysIn />}
      {hasKeys && <OwnKeys />}
      {signedIn?.operator && <OfServer />}
    </div>
  )
}

function WaysIn() {
  return (
    <>
      <Card aria-labelledby="sessions" tabIndex={-1}>
        <h2 id="sessions" className={styles.cardTitle}>
          Where you are signed in
        </h2>
        <Sessions />
      </Card>
      <Card aria-labelledby="password">
        <h2 id="password" className={styles.cardTitle}>
          Password
        </h2>
        <PasswordForm />
      </Card>
    </>
  )
}

/** Whoever looks after the server. */
function OfServer() {
  return (
    <Card aria-labelledby="server">
      <h2 id="server" className={styles.cardTitle}>
        This server
      </h2>
      <p className={styles.links}>
        <Link to="/new-team" className={styles.link}>
          New team
        </Link>
        <Link to="/kept-mails" className={styles.link}>
          Kept mails of all teams
        </Link>
      </p>
    </Card>
  )
}

function Sessions() {
  const query = useQuery(sessionsQuery())
  const state = partState(query, () => false)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading sessions" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
    case 'ready':
      return <SessionList reply={state.data} />
    default:
      return state satisfies never
  }
}
