import type { BonusLine } from '#shared/contract/purchase.ts'
import { dayOf } from '#web/format/date.ts'
import { dayAndTime, isoInstant, type TimeFrame } from '#web/format/moment.ts'
import { money } from '#web/format/money.ts'
import { whole } from '#web/format/number.ts'
import { zoneCity } from '#web/format/zone.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import styles from './bonus.module.css'

type BonusHistoryProps = { lines: readonly BonusLine[]; asOf: number; left: number }

/** The receipts, newest first; what is left of each sums to what is left. */
export function BonusHistory({ lines, asOf, left }: BonusHistoryProps) {
  const frame = useTimeFrame(asOf)
  return (
    <div className={styles.history}>
      <DataTable
        caption="Bonus credits bought, newest first"
        columns={columns(frame)}
        rows={lines}
        keyOf={(line) => line.id}
        below={({ bought }) => (bought ? `By ${bought.by}` : 'Given')}
        footers={lines.length > 1 ? [{ when: 'Left to use', left: <b>{whole(left)}</b> }] : []}
      />
    </div>
  )
}

function columns(frame: TimeFrame): Column<BonusLine>[] {
  return [
    {
      key: 'when',
      header: `Bought, ${zoneCity(frame.zone)}`,
      isRowHeader: true,
      cell: (line) => <time dateTime={isoInstant(line.at)}>{dayAndTime(line.at, frame)}</time>,
    },
    { key: 'who', header: 'By', wideOnly: true, cell: (line) => line.bought?.by ?? 'Given' },
    { key: 'credits', header: 'Credits', align: 'end', cell: (line) => whole(line.credits) },
    {
      key: 'price',
      header: 'Price',
      align: 'end',
      cell: ({ bought }) => (bought ? money(bought.priceMicros, bought.currency) : '–'),
    },
    {
      key: 'left',
      header: 'Left',
      align: 'end',
      cell: (line) => leftWords(line, frame),
    },
  ]
}

function leftWords({ left, expiry }: BonusLine, frame: TimeFrame): string {
  if (expiry === undefined) return whole(left)
  const day = dayOf(expiry, frame)
  return expiry > frame.asOf ? `${whole(left)} until ${day}` : `None, expired ${day}`
}
