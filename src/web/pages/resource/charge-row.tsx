import { useId, useState } from 'react'
import type { Charge } from '#shared/contract/charge.ts'
import { dayAndTime, isoInstant } from '#web/format/moment.ts'
import { whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { ChevronDown } from '#web/ui/icons.tsx'
import { bucketWords } from './bucket-words.ts'
import { ChargeDetail } from './charge-detail.tsx'
import styles from './charges.module.css'

type ChargeRowProps = { charge: Charge; hasPart: boolean; currency: string }

/** One charge in a line; opened, the event and the rate that made it. */
export function ChargeRow({ charge, hasPart, currency }: ChargeRowProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { session } = useViewer()
  const frame = useTimeFrame(session.asOf)
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <td className={styles.time}>
          <time dateTime={isoInstant(charge.time)}>{dayAndTime(charge.time, frame)}</time>
        </td>
        <th scope="row">
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronDown />
            <span>
              {charge.explanation}
              {charge.late && <em> came late</em>}
            </span>
          </button>
        </th>
        <td className={styles.wide}>{charge.member?.name ?? '–'}</td>
        {hasPart && <td className={styles.wide}>{charge.part?.name ?? '–'}</td>}
        <td className={styles.wide}>{bucketWords(charge)}</td>
        <td className={styles.end}>{whole(charge.credits)}</td>
      </tr>
      {isOpen && (
        <tr className={styles.detailRow}>
          <td colSpan={hasPart ? 6 : 5} id={id}>
            <ChargeDetail charge={charge} currency={currency} />
          </td>
        </tr>
      )}
    </>
  )
}
