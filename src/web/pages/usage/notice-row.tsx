import { useState } from 'react'
import type { TimeFrame } from '#web/format/moment.ts'
import { Button } from '#web/ui/button.tsx'
import { AlertRow } from './alert-row.tsx'
import type { Notice } from './use-notices.ts'

type NoticeRowProps = { notice: Notice; frame: TimeFrame }

/** One alert; or several that say the same, as one that opens. */
export function NoticeRow({ notice, frame }: NoticeRowProps) {
  const [isOpen, setOpen] = useState(false)
  if (notice.each.length === 0) return <AlertRow notice={notice} frame={frame} />
  return (
    <>
      <AlertRow notice={notice} frame={frame}>
        <Button look="quiet" size="s" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show as one' : 'Show each'}
        </Button>
      </AlertRow>
      {isOpen &&
        notice.each.map((each) => <AlertRow key={each.key} notice={each} frame={frame} isPart />)}
    </>
  )
}
