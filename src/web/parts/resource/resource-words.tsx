import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { among } from '#web/format/headline.ts'
import { isStopped, type Telling } from '#web/format/telling.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Meter } from '#web/ui/meter.tsx'
import type { ShownState } from '#web/ui/shown-state.ts'
import { figuresOf } from './figures.ts'
import { resourceSentences } from './resource-sentences.ts'
import { meterState } from './resource-state.ts'
import styles from './resource-words.module.css'

type ResourceWordsProps = { usage: ResourceUsage; telling: Telling; isLead: boolean }

/** The one large figure, its meter, and the sentence that matters most. */
export function ResourceWords({ usage, telling, isLead }: ResourceWordsProps) {
  const { figure, of, used, percent } = figuresOf(usage, telling)
  const [first] = resourceSentences(usage, telling)
  return (
    <div className={styles.words} data-lead={isLead || undefined}>
      <p className={styles.figure}>
        <strong>{figure}</strong> <span>{of}</span>
      </p>
      <p className={styles.used}>
        <span>
          {used}
          {among(usage)}
          {usage.allowanceAssumed && (
            <>
              {' '}
              <Assumed />
            </>
          )}
        </span>
        <span className={styles.percent}>{percent}</span>
      </p>
      <ResourceMeter
        usage={usage}
        state={meterState(usage, telling)}
        text={`${used}, ${percent}`}
        isLead={isLead}
      />
      {first && <p className={styles.first}>{first}</p>}
    </div>
  )
}

function ResourceMeter({
  usage,
  state,
  text,
  isLead,
}: {
  usage: ResourceUsage
  state: ShownState
  text: string
  isLead: boolean
}) {
  const { standing, forecast, resource } = usage
  if (standing.allowance.kind === 'unlimited') return null
  return (
    <Meter
      label={`${RESOURCE_TRAITS[resource].name} used`}
      text={text}
      used={standing.used}
      allowance={standing.allowance.credits}
      state={state}
      size={isLead ? 'l' : 'm'}
      {...(forecast.kind === 'forecast' && !isStopped(usage)
        ? { expected: forecast.endTotal.mid }
        : {})}
    />
  )
}
