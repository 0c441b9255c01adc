import type { UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { useMediaQuery } from '#web/hooks/use-media-query.ts'
import { AlertList } from './alert-list.tsx'
import styles from './alerts.module.css'
import { AlertsLine } from './alerts-line.tsx'
import { useNotices } from './use-notices.ts'

/** What crossed a limit in this cycle and was not put aside yet. */
export function Alerts({ reply, telling }: { reply: UsageReply; telling: Telling }) {
  const isNarrow = useMediaQuery('(width < 760px)')
  const notices = useNotices(reply, telling)
  if (notices.length === 0) return null
  const Shown = isNarrow ? AlertsLine : AlertList
  return (
    <section aria-label="Alerts" className={styles.alerts}>
      <Shown notices={notices} frame={telling.frame} />
    </section>
  )
}
