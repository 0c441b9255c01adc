import type { AssistantServer, ServersReply } from '#shared/contract/server.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { LimitCell } from './limit-cell.tsx'
import { stoppedWords } from './server-words.ts'
import styles from './servers.module.css'
import { Sparkline } from './sparkline.tsx'

export function ServersTable({ reply }: { reply: ServersReply }) {
  const dayEnd = reply.days.at(-1)?.end ?? reply.asOf
  const frame = useTimeFrame(dayEnd)
  return (
    <DataTable
      caption="Servers, most used first"
      columns={columns(dayEnd)}
      rows={reply.servers}
      keyOf={(server) => server.id}
      below={(server) => stoppedWords(server, frame)}
    />
  )
}

function columns(dayEnd: Millis): Column<AssistantServer>[] {
  return [
    { key: 'server', header: 'Server', isRowHeader: true, cell: (server) => server.name },
    {
      key: 'trend',
      header: 'Last 14 days',
      wideOnly: true,
      cell: (server) => <Sparkline trend={server.trend} />,
    },
    {
      key: 'today',
      header: 'Used today',
      align: 'end',
      cell: ({ today }) => (
        <>
          {whole(today.credits)}
          {today.held > 0 && <span className={styles.beside}>+ {whole(today.held)} held</span>}
          {today.ownKey > 0 && (
            <span className={styles.beside}>{whole(today.ownKey)} × own key</span>
          )}
        </>
      ),
    },
    {
      key: 'limit',
      header: 'Daily limit',
      cell: (server) => <LimitCell server={server} dayEnd={dayEnd} />,
    },
  ]
}
