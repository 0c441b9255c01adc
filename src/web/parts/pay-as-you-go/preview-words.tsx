import type { SwitchPreview } from '#shared/contract/switch.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { dayOf } from '#web/format/date.ts'
import { money } from '#web/format/money.ts'
import { switchSentences } from '#web/format/switch-sentences.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import styles from './switch-dialog.module.css'

export function PreviewWords({
  preview,
  resource,
}: {
  preview: SwitchPreview
  resource: Resource
}) {
  const frame = useTimeFrame(preview.asOf)
  const lastDay = dayOf(preview.cycleEnd - 1, frame)
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Cost so far in this cycle</dt>
          <dd>{money(preview.costSoFarMicros, preview.currency)}</dd>
        </div>
        {preview.on && (
          <div>
            <dt>Likely at most added by {lastDay}</dt>
            <dd>{atMost(preview)}</dd>
          </div>
        )}
      </dl>
      <ul className={styles.sentences}>
        {switchSentences(preview, { resource, frame }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {preview.on && preview.price.assumed && (
        <p className={styles.assumed}>
          The price is <Assumed />.
        </p>
      )}
    </>
  )
}

function atMost({ atMost, currency }: SwitchPreview): string {
  switch (atMost.kind) {
    case 'estimate':
      return money(atMost.micros, currency)
    case 'too-early':
      return 'too early to say'
    default:
      return atMost satisfies never
  }
}
