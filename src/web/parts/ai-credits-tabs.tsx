import { Link } from '@tanstack/react-router'
import styles from './ai-credits-tabs.module.css'

/** The two views of AI credits: who, and what for. */
export function AiCreditsTabs() {
  return (
    <nav aria-label="AI credits">
      <ul className={styles.list}>
        <li>
          <Link
            to="/ai-credits"
            className={styles.tab}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            Members
          </Link>
        </li>
        <li>
          <Link
            to="/ai-credits/usage"
            className={styles.tab}
            activeOptions={{ includeSearch: false }}
          >
            Use by action
          </Link>
        </li>
      </ul>
    </nav>
  )
}
