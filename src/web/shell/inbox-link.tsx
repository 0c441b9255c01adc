import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unreadQuery } from '#web/api/inbox.ts'
import { whole } from '#web/format/number.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Bell } from '#web/ui/icons.tsx'
import styles from './inbox-link.module.css'

/** More than this is not counted out on a bell. */
const MOST_SHOWN = 99

export function InboxLink() {
  const { team } = useViewer()
  const { data: unread = 0 } = useQuery(unreadQuery(team))
  const label = unread === 0 ? 'Inbox' : `Inbox, ${whole(unread)} unread`
  return (
    <Link to="/inbox" className={styles.link} aria-label={label}>
      <Bell />
      {unread > 0 && (
        <span className={styles.count} aria-hidden>
          {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
        </span>
      )}
    </Link>
  )
}
