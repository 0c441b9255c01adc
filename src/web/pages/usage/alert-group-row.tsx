import { useState } from 'react'
import type { UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { Button } from '#web/ui/button.tsx'
import type { AlertGroup } from './alert-groups.ts'
import { AlertRow } from './alert-row.tsx'
import { useAlertWords } from './use-alert-words.ts'

type AlertGroupRowProps = { group: AlertGroup; reply: UsageReply; telling: Telling }

/** One alert; or several that say the same, as one that opens. */
export function AlertGroupRow({ group, reply, telling }: AlertGroupRowProps) {
  const [isOpen, setOpen] = useState(false)
  const { ofOne, ofGroup } = useAlertWords(reply, telling)
  const { alerts } = group
  const words = ofGroup(group)
  if (alerts.length === 1) return <AlertRow alerts={alerts} words={words} telling={telling} />
  return (
    <>
      <AlertRow alerts={alerts} words={words} telling={telling}>
        <Button look="quiet" size="s" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show as one' : 'Show each'}
        </Button>
      </AlertRow>
      {isOpen &&
        alerts.map((alert) => (
          <AlertRow key={alert.id} alerts={[alert]} words={ofOne(alert)} telling={telling} isPart />
        ))}
    </>
  )
}
