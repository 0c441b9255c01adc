import { useQuery } from '@tanstack/react-query'
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
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'

/** The person's own: where they are signed in, and their password. */
export function AccountPage() {
  useDocumentTitle('Account')
  const { signedIn } = useViewer().session
  if (!signedIn) {
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
          <h1 className={styles.title}>{signedIn.name}</h1>
          <p className={styles.muted}>{signedIn.email}</p>
        </div>
        <SignOut />
      </div>
      <Card aria-labelledby="sessions">
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
    </div>
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
