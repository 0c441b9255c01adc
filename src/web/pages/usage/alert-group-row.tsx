import { useState } from 'react'
import type { Alert, UsageReply } from '#shared/contract/usage.ts'
import { type AlertWords, alertWords } from '#web/format/alert-sentence.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import type { AlertGroup } from './alert-groups.ts'
import { AlertRow } from './alert-row.tsx'
import { groupWords } from './group-words.ts'

type AlertGroupRowProps = { group: AlertGroup; reply: UsageReply; telling: Telling }

/** One alert; or several that say the same, as one that opens. */
export function AlertGroupRow({ group, reply, telling }: AlertGroupRowProps) {
  const [isOpen, setOpen] = useState(false)
  const wordsOf = useAlertWords(reply, telling)
  const { first, alerts } = group
  if (alerts.length === 1)
    return <AlertRow alerts={alerts} words={wordsOf(first)} {...{ telling }} />
  const { member: _, ...ofAll } = first
  const words = { what: groupWords(alerts, first), meaning: wordsOf(ofAll).meaning }
  return (
    <>
      <AlertRow alerts={alerts} words={words} telling={telling}>
        <Button look="quiet" size="s" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show as one' : 'Show each'}
        </Button>
      </AlertRow>
      {isOpen &&
        alerts.map((alert) => (
          <AlertRow
            key={alert.id}
            alerts={[alert]}
            words={wordsOf(alert)}
            telling={telling}
            isPart
          />
        ))}
    </>
  )
}

function useAlertWords(reply: UsageReply, telling: Telling): (alert: Alert) => AlertWords {
  const { session } = useViewer()
  return (alert) =>
    alertWords(alert, {
      telling,
      viewer: session.actor.member?.id,
      offered: reply.resources.some(
        ({ resource, payAsYouGo }) => resource === alert.resource && payAsYouGo.kind === 'offered',
      ),
    })
}
