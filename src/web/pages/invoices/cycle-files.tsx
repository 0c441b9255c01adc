import { useId } from 'react'
import type { ExportKind } from '#shared/contract/downloads.ts'
import { fetchExport } from '#web/api/invoices.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { useSaving } from '#web/parts/use-saving.ts'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { classNames } from '#web/ui/class-names.ts'
import styles from './invoices.module.css'

const FILES: readonly { kind: ExportKind; label: string }[] = [
  { kind: 'charges', label: 'Charges' },
  { kind: 'usage', label: 'Usage by day' },
  { kind: 'focus', label: 'FOCUS 1.2' },
]

/** The cycle's charges and usage, to take home. */
export function CycleFiles({ cycle }: { cycle: string }) {
  const id = useId()
  const { team } = useViewer()
  const { save, isSaving } = useSaving('The file')
  return (
    <Card aria-labelledby={id} className={classNames(styles.sheet, styles.filesCard)}>
      <h2 id={id}>Behind this invoice, as CSV</h2>
      <p className={styles.note}>
        Every charge of the cycle, its usage by day, or both credits and money in the columns of
        FOCUS 1.2.
      </p>
      <div className={styles.files}>
        {FILES.map(({ kind, label }) => (
          <Button
            key={kind}
            busy={isSaving}
            onClick={() => save(() => fetchExport(team, { kind, cycle }))}
          >
            {label}
          </Button>
        ))}
      </div>
    </Card>
  )
}
