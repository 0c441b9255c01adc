import { useState } from 'react'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { moment } from '#web/format/moment.ts'
import { money } from '#web/format/money.ts'
import type { Telling } from '#web/format/telling.ts'
import { Button } from '#web/ui/button.tsx'
import { later, useLater } from '#web/ui/later.ts'
import styles from './spend-cap.module.css'

const dialogPart = later(async () => (await import('./spend-cap-dialog.tsx')).SpendCapDialog)

type Offered = Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>

/** What pay-as-you-go may cost at most in a cycle, and for a Billing admin the way to change it. */
export function SpendCap({
  usage,
  offered,
  telling,
}: {
  usage: ResourceUsage
  offered: Offered
  telling: Telling
}) {
  const Dialog = useLater(dialogPart)
  const [isOpen, setOpen] = useState(false)
  const words = capWords(offered, telling)
  if (!words && !telling.canSwitch) return null
  return (
    <p className={styles.cap} data-reached={offered.capReached || undefined}>
      {words}{' '}
      {telling.canSwitch && (
        <Button look="quiet" size="s" onClick={() => setOpen(true)}>
          {offered.cap ? 'Change cap' : 'Set a spend cap'}
        </Button>
      )}
      {Dialog && isOpen && (
        <Dialog
          resource={usage.resource}
          offered={offered}
          telling={telling}
          onClose={() => setOpen(false)}
        />
      )}
    </p>
  )
}

function capWords({ cap, capReached }: Offered, telling: Telling): string | undefined {
  const until = moment(telling.cycle.end, telling.frame)
  const who = telling.canSwitch ? '' : ' A Billing admin can raise it.'
  if (!cap) return capReached ? `The team’s spend cap is reached until ${until}.${who}` : undefined
  const amount = money(cap.micros, telling.currency)
  const leftMicros = Math.max(0, cap.micros - cap.spentMicros)
  const left = money(leftMicros, telling.currency)
  if (capReached) {
    const why = leftMicros > 0 ? `leaves ${left}, less than the next block costs` : 'is reached'
    return `The spend cap of ${amount} ${why}: nothing more is bought until ${until}.${who}`
  }
  return `Spend cap ${amount} a cycle, ${left} left.`
}
