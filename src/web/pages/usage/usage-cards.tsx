import type { UsageReply } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { useSwitchDialog } from '#web/parts/pay-as-you-go/use-switch-dialog.tsx'
import { UsageCard } from './usage-card.tsx'
import styles from './usage-cards.module.css'

/** A card per resource, fullest first, as the API sorts them; the first has the most room. */
export function UsageCards({ reply, telling }: { reply: UsageReply; telling: Telling }) {
  const { ask, dialog } = useSwitchDialog()
  return (
    <div className={styles.cards}>
      {reply.resources.map((usage, index) => (
        <UsageCard
          key={usage.resource}
          usage={usage}
          telling={telling}
          isLead={index === 0}
          onAsk={ask}
        />
      ))}
      {dialog}
    </div>
  )
}
