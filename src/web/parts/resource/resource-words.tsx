import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { bucketSentences } from '#web/format/bucket-sentences.ts'
import { consequence } from '#web/format/consequence.ts'
import { forecastSentence } from '#web/format/forecast-sentence.ts'
import { among } from '#web/format/headline.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Meter } from '#web/ui/meter.tsx'
import { shownState } from '#web/ui/shown-state.ts'
import { figuresOf } from './figures.ts'
import styles from './resource-words.module.css'

type ResourceWordsProps = { usage: ResourceUsage; telling: Telling; isLead: boolean }

/** The figure, its meter and what it means, top to bottom in the order they are asked. */
export function ResourceWords({ usage, telling, isLead }: ResourceWordsProps) {
  const { figure, of, used, percent } = figuresOf(usage, telling)
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
              , <Assumed />
            </>
          )}
        </span>
        <span className={styles.percent}>{percent}</span>
      </p>
      <ResourceMeter usage={usage} text={`${used}, ${percent}`} isLead={isLead} />
      <Sentences usage={usage} telling={telling} />
    </div>
  )
}

function ResourceMeter({
  usage,
  text,
  isLead,
}: {
  usage: ResourceUsage
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
      state={shownState(standing)}
      size={isLead ? 'l' : 'm'}
      {...(forecast.kind === 'forecast' ? { expected: forecast.endTotal.mid } : {})}
    />
  )
}

function Sentences({ usage, telling }: { usage: ResourceUsage; telling: Telling }) {
  const closed = isClosed(telling)
  return (
    <div className={styles.sentences}>
      {[forecastSentence(usage, telling), consequence(usage, telling)]
        .filter((sentence) => sentence !== undefined)
        .map((sentence, index) => (
          <p key={sentence} className={index === 0 ? styles.first : undefined}>
            {sentence}
          </p>
        ))}
      {bucketSentences(usage, telling).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p className={styles.reset}>
        {closed ? 'Ended' : 'Resets'}{' '}
        <time dateTime={isoInstant(telling.cycle.end)}>
          {moment(telling.cycle.end, telling.frame)}
        </time>
        {closed ? '.' : '; what is left does not roll over.'}
      </p>
    </div>
  )
}
