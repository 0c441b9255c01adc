import { useState } from 'react'
import type { UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { Button } from '#web/ui/button.tsx'
import { AlertGroupRow } from './alert-group-row.tsx'
import { alertGroups } from './alert-groups.ts'
import styles from './alerts.module.css'

const FIRST = 3

/** What crossed a limit in this cycle and was not put aside yet. */
export function Alerts({ reply, telling }: { reply: UsageReply; telling: Telling }) {
  const [showAll, setShowAll] = useState(false)
  const groups = alertGroups(reply.alerts)
  if (groups.length === 0) return null
  const shown = showAll ? groups : groups.slice(0, FIRST)
  return (
    <section aria-label="Alerts" className={styles.alerts}>
      <ul className={styles.list}>
        {shown.map((group) => (
          <AlertGroupRow key={group.key} group={group} reply={reply} telling={telling} />
        ))}
      </ul>
      {groups.length > FIRST && (
        <Button look="quiet" size="s" aria-expanded={showAll} onClick={() => setShowAll(!showAll)}>
          {showAll ? 'Show fewer alerts' : `Show ${groups.length - FIRST} more`}
        </Button>
      )}
    </section>
  )
}
