import { Link } from '@tanstack/react-router'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import styles from './view-as-menu.module.css'

/** Who is signed in; leads to their sessions, and to signing out. Embedded, nobody is: only who looks. */
export function AccountLink() {
  const { session } = useViewer()
  const roles = session.actor.roles.map((role) => ROLE_WORDS[role]).join(', ')
  if (session.embeddedBy !== undefined) {
    return (
      <p className={styles.embedded}>
        <span className={styles.name}>{session.actor.name}</span>{' '}
        <span className={styles.roles}>{roles}</span>
      </p>
    )
  }
  if (!session.signedIn) return null
  return (
    <Link
      to="/account"
      className={styles.account}
      aria-label={`${session.actor.name} ${roles}, account`}
    >
      <span className={styles.name}>{session.actor.name}</span>{' '}
      <span className={styles.roles}>{roles}</span>
    </Link>
  )
}
