import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { InvoicesReply } from '#shared/contract/invoice.ts'
import { cycleDays } from '#web/format/date.ts'
import { money } from '#web/format/money.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { Card } from '#web/ui/card.tsx'
import { stateSentence } from './invoice-words.ts'
import styles from './invoices.module.css'

/** The large figure: what the cycle that is going on costs so far. */
export function NextInvoice({ reply }: { reply: InvoicesReply }) {
  const id = useId()
  const frame = useTimeFrame(reply.asOf)
  const draft = reply.invoices.find(
    ({ state, cycle }) => state.kind === 'draft' && cycle.end > reply.asOf,
  )
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>This cycle so far</h2>
      {draft ? (
        <>
          <p className={styles.figure}>{money(draft.totalMicros, draft.currency)}</p>
          <p className={styles.note}>
            {cycleDays(draft.cycle, frame)}. {stateSentence(draft.state, frame)}
          </p>
          <p className={styles.open}>
            <Link to="/invoices/$of" params={{ of: draft.cycle.id }}>
              See what it is made of
            </Link>
          </p>
        </>
      ) : (
        <p className={styles.note}>Nothing is to be paid for this cycle so far.</p>
      )}
    </Card>
  )
}
