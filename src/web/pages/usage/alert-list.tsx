import { useState } from 'react'
import type { TimeFrame } from '#web/format/moment.ts'
import { Button } from '#web/ui/button.tsx'
import styles from './alerts.module.css'
import { NoticeRow } from './notice-row.tsx'
import type { Notice } from './use-notices.ts'

const FIRST = 3

export type AlertsProps = { notices: readonly Notice[]; frame: TimeFrame }

/** The gravest few; the others on demand. */
export function AlertList({ notices, frame }: AlertsProps) {
  const [showAll, setShowAll] = useState(false)
  const shown = showAll ? notices : notices.slice(0, FIRST)
  return (
    <>
      <ul className={styles.list}>
        {shown.map((notice) => (
          <NoticeRow key={notice.key} notice={notice} frame={frame} />
        ))}
      </ul>
      {notices.length > FIRST && (
        <Button look="quiet" size="s" aria-expanded={showAll} onClick={() => setShowAll(!showAll)}>
          {showAll ? 'Show fewer alerts' : `Show ${notices.length - FIRST} more`}
        </Button>
      )}
    </>
  )
}
