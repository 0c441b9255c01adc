import type { Charge } from '#shared/contract/charge.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { moment } from '#web/format/moment.ts'
import { money } from '#web/format/money.ts'
import { count, unitOf, whole } from '#web/format/number.ts'
import { capital } from '#web/format/telling.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { bucketWords } from './bucket-words.ts'
import styles from './charges.module.css'

/** Everything the ledger knows of a charge, and the event as it was taken. */
export function ChargeDetail({ charge, currency }: { charge: Charge; currency: string }) {
  return (
    <div className={styles.detail}>
      <dl className={styles.facts}>
        {useFacts(charge, currency).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <figure className={styles.event}>
        <figcaption>The event as it was taken</figcaption>
        <pre>{JSON.stringify(charge.event, null, 2)}</pre>
      </figure>
    </div>
  )
}

function useFacts(charge: Charge, currency: string): [string, string][] {
  const { session } = useViewer()
  const frame = useTimeFrame(session.asOf)
  const unit = unitOf(charge.resource)
  const facts: [string, string][] = [
    ['Charge', `No. ${whole(charge.charge)}`],
    ['Used', moment(charge.time, frame)],
    ['Rate', charge.explanation],
    ['Taken from', bucketWords(charge)],
  ]
  if (charge.late) facts.push(['Counted', `${moment(charge.bookedAt, frame)}, as it came late`])
  if (charge.member) facts.push(['Member', charge.member.name])
  if (charge.part)
    facts.push([capital(RESOURCE_TRAITS[charge.resource].part.one), charge.part.name])
  if (charge.costMicros > 0) {
    const bought = count(charge.blocksBought, { one: 'block', many: 'blocks' })
    facts.push(['Bought', `${bought}, ${money(charge.costMicros, currency)}`])
  }
  if (charge.buckets.uncovered > 0) {
    facts.push(['Not covered', `${count(charge.buckets.uncovered, unit)}, never billed`])
  }
  return facts
}
