import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { Telling } from '#web/format/telling.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Meter } from '#web/ui/meter.tsx'
import { figuresOf } from './figures.ts'
import { resourceSentences } from './resource-sentences.ts'
import { meterState } from './resource-state.ts'
import styles from './resource-words.module.css'

type ResourceWordsProps = { usage: ResourceUsage; telling: Telling; isLead: boolean }

/** The one large figure, its meter, and the sentence that matters most. */
export function ResourceWords({ usage, telling, isLead }: ResourceWordsProps) {
  const { figure, of, used, percent, meter } = figuresOf(usage, telling)
  const [first] = resourceSentences(usage, telling)
  return (
    <div className={styles.words} data-lead={isLead || undefined}>
      <p className={styles.figure}>
        <strong>{figure}</strong> <span>{of}</span>
      </p>
      <p className={styles.used}>
        <span>
          {used}
          {usage.allowanceAssumed && (
            <>
              {' '}
              <Assumed />
            </>
          )}
        </span>
        <span className={styles.percent}>{percent}</span>
      </p>
      {meter && (
        <Meter
          label={`${RESOURCE_TRAITS[usage.resource].name} used`}
          text={`${used}, ${percent}`}
          state={meterState(usage, telling)}
          size={isLead ? 'l' : 'm'}
          {...meter}
        />
      )}
      {first && <p className={styles.first}>{first}</p>}
    </div>
  )
}
