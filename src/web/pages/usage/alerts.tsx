import { useState } from 'react'
import type { Alert, UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { Button } from '#web/ui/button.tsx'
import { AlertRow } from './alert-row.tsx'
import styles from './alerts.module.css'

const FIRST = 3

/** What crossed a limit in this cycle and was not put aside yet, the gravest first. */
export function Alerts({ reply, telling }: { reply: UsageReply; telling: Telling }) {
  const [showAll, setShowAll] = useState(false)
  const open = reply.alerts.filter((alert) => !alert.dismissed).sort(byGravity)
  if (open.length === 0) return null
  const shown = showAll ? open : open.slice(0, FIRST)
  return (
    <section aria-label="Alerts" className={styles.alerts}>
      <ul className={styles.list}>
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} reply={reply} telling={telling} />
        ))}
      </ul>
      {open.length > FIRST && (
        <Button look="quiet" size="s" aria-expanded={showAll} onClick={() => setShowAll(!showAll)}>
          {showAll ? 'Show fewer alerts' : `Show ${open.length - FIRST} more`}
        </Button>
      )}
    </section>
  )
}

const GRAVITY: Record<Alert['work'], number> = {
  suspended: 0,
  paused: 0,
  'on-pay-as-you-go': 1,
  open: 2,
}

/** The API sends them newest first; that order stays within one gravity. */
function byGravity(a: Alert, b: Alert): number {
  return GRAVITY[a.work] - GRAVITY[b.work]
}
