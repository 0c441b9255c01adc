import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { Flow, FlowsReply } from '#shared/contract/flow.ts'
import { flowsQuery } from '#web/api/flows.ts'
import { partState } from '#web/api/part-state.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import { count, whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import styles from '../resource-page.module.css'
import { flowWords } from './flow-words.ts'

/** Which flows run when they are called, and which wait for credits. */
export function DeployedFlows() {
  const id = useId()
  const { team } = useViewer()
  const query = useQuery(flowsQuery(team))
  const state = partState(query, ({ flows }) => flows.length === 0)
  return (
    <Card aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>Deployed flows</h2>
        <p className={styles.note}>Manual runs are not stopped but for blocks that use credits.</p>
      </div>
      {content(state)}
    </Card>
  )
}

function content(state: ReturnType<typeof partState<FlowsReply>>) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading flows">
          <Skeleton height={120} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return (
        <EmptyState title="No flow is deployed">
          A flow is listed here once it is deployed, or has run in the cloud.
        </EmptyState>
      )
    case 'ready':
      return <Ready reply={state.data} />
    default:
      return state satisfies never
  }
}

function Ready({ reply }: { reply: FlowsReply }) {
  const frame = useTimeFrame(reply.asOf)
  return (
    <>
      <DataTable
        caption="Deployed flows, most used in this cycle first"
        columns={columns(frame)}
        rows={reply.flows}
        keyOf={(flow) => flow.id}
        below={({ state }) => sinceWords(state, frame)}
      />
      {reply.others > 0 && (
        <p className={styles.free}>{count(reply.others, OTHERS)} used less, and are not listed.</p>
      )}
    </>
  )
}

const OTHERS = { one: 'other flow', many: 'other flows' }

function sinceWords(state: Flow['state'], frame: TimeFrame): string | undefined {
  const { when } = flowWords(state, frame)
  return when && `Since ${when}`
}

function columns(frame: TimeFrame): Column<Flow>[] {
  return [
    {
      key: 'flow',
      header: 'Flow',
      isRowHeader: true,
      cell: (flow) => flow.name,
    },
    {
      key: 'state',
      header: 'State',
      cell: ({ state }) => {
        const { word, shown } = flowWords(state, frame)
        return shown ? <StateBadge state={shown} word={word} plain /> : word
      },
    },
    {
      key: 'when',
      header: 'Since',
      wideOnly: true,
      cell: ({ state }) => flowWords(state, frame).when ?? '–',
    },
    {
      key: 'credits',
      header: 'Credits',
      align: 'end',
      cell: (flow) => whole(flow.credits),
    },
  ]
}
