import type { AssistantServer, ServersReply } from '#shared/contract/server.ts'
import { whole } from '#web/format/number.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { LimitCell } from './limit-cell.tsx'
import styles from './servers.module.css'
import { Sparkline } from './sparkline.tsx'

export function ServersTable({ reply }: { reply: ServersReply }) {
  return (
    <DataTable
      caption="Servers, most used first"
      columns={COLUMNS}
      rows={reply.servers}
      keyOf={(server) => server.id}
    />
  )
}

const COLUMNS: Column<AssistantServer>[] = [
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
        {today.ownKey > 0 && <span className={styles.beside}>{whole(today.ownKey)} × own key</span>}
      </>
    ),
  },
  { key: 'limit', header: 'Daily limit', cell: (server) => <LimitCell server={server} /> },
]
