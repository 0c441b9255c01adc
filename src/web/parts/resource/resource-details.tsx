import type { ResourceUsage } from '#shared/contract/usage.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { resourceSentences } from './resource-sentences.ts'
import styles from './resource-words.module.css'

/** What else is to be known, after the sentence beneath the meter. */
export function ResourceDetails({ usage, telling }: { usage: ResourceUsage; telling: Telling }) {
  const closed = isClosed(telling)
  return (
    <div className={styles.details}>
      {resourceSentences(usage, telling)
        .slice(1)
        .map((sentence) => (
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
