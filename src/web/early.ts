import { askFirst } from './api/ask-first.ts'
import { basepathOf, embedOf, OPENING } from './hooks/embed.ts'
import { OPEN_PATHS } from './hooks/page-paths.ts'
import { keptViewAs } from './store/kept-view-as.ts'

// The page waits for three things: its scripts, its figures, the chart's script. This little script
// runs before all others and has them fetched side by side. The mocks have to be started first.
if (!__MOCKS__) start(window.location)

function start({ pathname, search }: { pathname: string; search: string }): void {
  const embed = embedOf(pathname)
  if (embed === OPENING || OPEN_PATHS.includes(pathname)) return
  const base = basepathOf(embed)
  const isUsagePage = pathname === base || pathname === `${base}/`
  askFirst({ search, viewAs: keptViewAs(), embed, isUsagePage }).catch(ignore)
  if (!isUsagePage) return
  import('./pages/usage/usage-page.tsx').catch(ignore)
  import('./charts/cycle-chart.tsx').catch(ignore)
}

/** The page asks once more, and says what failed. */
function ignore(): void {}
