import { useId, useState } from 'react'
import type { DeliveryView } from '#shared/contract/message-page.ts'
import { dayAndTime, isoInstant } from '#web/format/moment.ts'
import { whole } from '#web/format/number.ts'
import { unbroken } from '#web/format/share.ts'
import { zoneCity } from '#web/format/zone.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { ChevronDown } from '#web/ui/icons.tsx'
import styles from './deliveries-page.module.css'
import { DeliveryDetail } from './delivery-detail.tsx'
import { CHANNEL_WORDS, STATE_WORDS } from './state-words.ts'

const COLUMNS = 6

export function DeliveriesTable({
  deliveries,
  asOf,
}: {
  deliveries: readonly DeliveryView[]
  asOf: number
}) {
  const { zone } = useViewer()
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <caption className={styles.caption}>Deliveries, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneCity(zone)}</th>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">By</th>
            <th scope="col">Outcome</th>
            <th scope="col" className={styles.end}>
              Attempts
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={keyOf(delivery)} delivery={delivery} asOf={asOf} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function keyOf({ message, channel, recipient }: DeliveryView): string {
  return JSON.stringify([message, channel, recipient.id])
}

/** One delivery in a line; opened, what was said and how it went. */
function DeliveryRow({ delivery, asOf }: { delivery: DeliveryView; asOf: number }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const frame = useTimeFrame(asOf)
  const { at, subject, lines, recipient, channel, state, attempts } = delivery
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <td className={styles.time}>
          <time dateTime={isoInstant(at)}>{dayAndTime(at, frame)}</time>
        </td>
        <th scope="row" className={styles.what}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronDown />
            <span>
              {unbroken(subject)}
              <span className={styles.value}>{unbroken(lines[0] ?? '')}</span>
            </span>
          </button>
        </th>
        <td className={styles.to}>{recipient.name}</td>
        <td className={styles.way}>{CHANNEL_WORDS[channel]}</td>
        <td className={styles.state} data-state={state}>
          {STATE_WORDS[state]}
        </td>
        <td className={styles.end}>{whole(attempts)}</td>
      </tr>
      {isOpen && (
        <tr className={styles.detailRow}>
          <td colSpan={COLUMNS} id={id}>
            <DeliveryDetail delivery={delivery} asOf={asOf} />
          </td>
        </tr>
      )}
    </>
  )
}
