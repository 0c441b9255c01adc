import { useState } from 'react'
import type { UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { Button } from '#web/ui/button.tsx'
import { AlertGroupRow } from './alert-group-row.tsx'
import type { AlertGroup } from './alert-groups.ts'
import styles from './alerts.module.css'

const FIRST = 3

export type AlertsProps = { groups: readonly AlertGroup[]; reply: UsageReply; telling: Telling }

/** The gravest few; the others on demand. */
export function AlertList({ groups, reply, telling }: AlertsProps) {
  const [showAll, setShowAll] = useState(false)
  const shown = showAll ? groups : groups.slice(0, FIRST)
  return (
    <>
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
    </>
  )
}
