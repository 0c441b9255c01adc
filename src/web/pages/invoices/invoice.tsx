import type { InvoiceReply } from '#shared/contract/invoice.ts'
import { fetchInvoiceFile } from '#web/api/invoices.ts'
import { cycleDays } from '#web/format/date.ts'
import { money } from '#web/format/money.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useSaving } from '#web/parts/use-saving.ts'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { CycleFiles } from './cycle-files.tsx'
import { InvoiceLines } from './invoice-lines.tsx'
import { stateSentence } from './invoice-words.ts'
import styles from './invoices.module.css'

export function Invoice({ reply }: { reply: InvoiceReply }) {
  const { invoice, team, asOf } = reply
  const { state, cycle, totalMicros, currency, lines } = invoice
  const frame = useTimeFrame(asOf)
  const { save, isSaving } = useSaving('The invoice')
  const title = state.kind === 'final' ? `Invoice ${state.name}` : 'Draft invoice'
  return (
    <>
      <Card aria-label={title} className={styles.sheet}>
        <div className={styles.sheetHead}>
          <div>
            <h1 className={styles.title}>{title}</h1>
            <p>
              {team.name}, {cycleDays(cycle, frame)}
            </p>
            <p className={styles.note}>{stateSentence(state, frame)}</p>
          </div>
          <div className={styles.actions}>
            <Button onClick={() => window.print()}>Print</Button>
            <Button onClick={() => save(() => fetchInvoiceFile(team.id, cycle.id))} busy={isSaving}>
              Download CSV
            </Button>
          </div>
        </div>
        <p className={styles.figure}>
          {money(totalMicros, currency)}
          {state.kind === 'draft' && <span className={styles.soFar}> so far</span>}
        </p>
        <InvoiceLines lines={lines} currency={currency} total={totalMicros} cycle={cycle.id} />
      </Card>
      <CycleFiles cycle={cycle.id} />
    </>
  )
}
