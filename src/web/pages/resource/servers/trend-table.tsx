import type { ServersReply } from '#shared/contract/server.ts'
import { weekdayDate } from '#web/format/date.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import { whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'

type Row = { date: string; index: number }

/** The sparklines as figures: a row for each day, the newest first. */
export function TrendTable({ reply }: { reply: ServersReply }) {
  const frame = useTimeFrame(reply.asOf)
  const rows = reply.days.map(({ date }, index) => ({ date, index })).reverse()
  return (
    <DataTable
      manyColumns
      caption="Credits used by each server on the last 14 days"
      columns={columns(reply, frame)}
      rows={rows}
      keyOf={(row) => row.date}
    />
  )
}

function columns({ servers }: ServersReply, frame: TimeFrame): Column<Row>[] {
  return [
    {
      key: 'day',
      header: 'Day',
      isRowHeader: true,
      cell: ({ date }) => weekdayDate(date, frame),
    },
    ...servers.map(
      ({ id, name, trend }): Column<Row> => ({
        key: id,
        header: name,
        align: 'end',
        cell: ({ index }) => dayWords(trend[index]),
      }),
    ),
  ]
}

function dayWords(day: ServersReply['servers'][number]['trend'][number] | undefined): string {
  if (!day) return ''
  return day.ownKey === 0
    ? whole(day.credits)
    : `${whole(day.credits)} + ${whole(day.ownKey)} × own key`
}
