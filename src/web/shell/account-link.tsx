import { Link } from '@tanstack/react-router'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import styles from './view-as-menu.module.css'

/** Who is signed in; leads to their sessions, and to signing out. */
export function AccountLink() {
  const { session } = useViewer()
  if (!session.signedIn) return null
  const roles = session.actor.roles.map((role) => ROLE_WORDS[role]).join(', ')
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
