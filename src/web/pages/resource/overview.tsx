import { useCallback } from 'react'
import { count } from '#web/format/number.ts'
import { useTelling } from '#web/hooks/use-telling.ts'
import { LazyChart } from '#web/parts/lazy-chart.tsx'
import { useSwitchDialog } from '#web/parts/pay-as-you-go/use-switch-dialog.tsx'
import { ResourceBadge } from '#web/parts/resource/resource-badge.tsx'
import { ResourceDetails } from '#web/parts/resource/resource-details.tsx'
import { ResourcePayAsYouGo } from '#web/parts/resource/resource-pay-as-you-go.tsx'
import { ResourceWords } from '#web/parts/resource/resource-words.tsx'
import { Card } from '#web/ui/card.tsx'
import { CHARGES_ID } from './charges-id.ts'
import styles from './resource-page.module.css'
import type { Shown } from './shown.ts'
import { useResourceSearch } from './use-resource-search.ts'

/** The figures beside the chart that explains them; a bar leads to the charges behind it. */
export function Overview({ reply }: { reply: Shown }) {
  const telling = useTelling(reply, reply.currency)
  const { ask, dialog } = useSwitchDialog()
  const { change } = useResourceSearch()
  const { usage, cycle, asOf, zone, ownKey } = reply
  const selectBar = useCallback(
    (bar: { date: string; kind?: string | undefined }) => {
      change({ day: bar.date, kind: bar.kind })
      document.getElementById(CHARGES_ID)?.focus()
    },
    [change],
  )
  return (
    <Card className={styles.overview} aria-label="Use in this cycle">
      <div className={styles.side}>
        <div>
          <ResourceBadge usage={usage} telling={telling} />
        </div>
        <ResourceWords usage={usage} telling={telling} isLead />
        <ResourceDetails usage={usage} telling={telling} />
        {ownKey && ownKey.charges > 0 && (
          <p className={styles.note}>{ownKeyWords(ownKey.charges)}</p>
        )}
        <ResourcePayAsYouGo usage={usage} telling={telling} onAsk={ask} />
      </div>
      <LazyChart
        usage={usage}
        cycle={cycle}
        asOf={asOf}
        zone={zone}
        size="page"
        onSelectBar={selectBar}
      />
      {dialog}
    </Card>
  )
}

/** Seen, though it is not in any figure of credits. */
function ownKeyWords(charges: number): string {
  const uses = count(charges, { one: 'use', many: 'uses' })
  return `${uses} with your own provider key, which took no credits.`
}
