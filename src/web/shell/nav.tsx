import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Action } from '#shared/contract/permissions.ts'
import type { PagePath } from '#web/hooks/page-paths.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import styles from './nav.module.css'

type Item = { to: PagePath; label: string; needs: Action }

const ITEMS: readonly Item[] = [
  { to: '/', label: 'Resource usage', needs: 'view-own-usage' },
  { to: '/flows', label: 'Flows', needs: 'view-team-usage' },
  { to: '/ai-credits', label: 'AI credits', needs: 'view-own-usage' },
  { to: '/api-calls', label: 'API calls', needs: 'view-team-usage' },
  { to: '/assistant', label: 'Assistant', needs: 'view-team-usage' },
  { to: '/invoices', label: 'Invoices', needs: 'view-invoices' },
  { to: '/team', label: 'Team', needs: 'view-members' },
]

/** The pages that the viewer's roles open. The team and cycle in the address go along. */
export function Nav() {
  const { may } = useViewer()
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a narrow screen, another page may be out of sight.
  useEffect(() => showCurrent(nav.current), [pathname])
  return (
    <nav ref={nav} aria-label="Pages" className={styles.nav}>
      <ul className={styles.list}>
        {ITEMS.filter((item) => may(item.needs)).map((item) => (
          <li key={item.label}>
            <Link
              to={item.to}
              className={styles.link}
              activeOptions={{ exact: item.to === '/', includeSearch: false }}
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** To the middle, so that there is more to be seen on either side. */
function showCurrent(nav: HTMLElement | null): void {
  const link = nav?.querySelector('[aria-current="page"]')
  if (!nav || !link) return
  const [frame, current] = [nav.getBoundingClientRect(), link.getBoundingClientRect()]
  nav.scrollLeft += current.left - frame.left - (frame.width - current.width) / 2
}
