import { Link, useRouterState } from '@tanstack/react-router'
import { useViewer } from '#web/hooks/viewer.ts'
import { AccountLink } from './account-link.tsx'
import { CyclePicker } from './cycle-picker.tsx'
import styles from './header.module.css'
import { InboxLink } from './inbox-link.tsx'
import { Mark } from './mark.tsx'
import { Nav } from './nav.tsx'
import { TeamName } from './team-name.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { ViewAsMenu } from './view-as-menu.tsx'

const OF_NO_CYCLE = /^\/(invoices|inbox|deliveries|kept-mails|audit|account|team|new-team)/

export function Header() {
  const { session } = useViewer()
  // An invoice is of its own cycle, and messages are of all, whichever the other pages show.
  const showsCycle = useRouterState({
    select: ({ location }) => !OF_NO_CYCLE.test(location.pathname),
  })
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <Link to="/" className={styles.brand} aria-label="Headroom, resource usage">
          <Mark />
          <span className={styles.name}>Headroom</span>
        </Link>
        <TeamName session={session} />
        <div className={styles.tools}>
          <InboxLink />
          <ViewAsMenu />
          <AccountLink />
          <ThemeMenu />
        </div>
      </div>
      <div className={styles.nav}>
        <Nav />
        {showsCycle && <CyclePicker />}
      </div>
    </header>
  )
}
