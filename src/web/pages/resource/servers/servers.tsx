import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ServersReply } from '#shared/contract/server.ts'
import { partState } from '#web/api/part-state.ts'
import { serversQuery } from '#web/api/servers.ts'
import { count } from '#web/format/number.ts'
import { zoneCity } from '#web/format/zone.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import pageStyles from '../resource-page.module.css'
import { ServersTable } from './servers-table.tsx'
import { TrendTable } from './trend-table.tsx'

/** What each server of the assistant used today, how much it may, and where it is heading. */
export function Servers() {
  const id = useId()
  const { team, zone } = useViewer()
  const [showsDays, setShowsDays] = useState(false)
  const query = useQuery(serversQuery(team))
  const state = partState(query, ({ servers }) => servers.length === 0)
  return (
    <Card aria-labelledby={id}>
      <div className={pageStyles.head}>
        <h2 id={id}>Servers</h2>
        <p className={pageStyles.note}>
          Days begin at midnight in {zoneCity(zone)}. Your own provider key uses no credits.
        </p>
      </div>
      {content(state, showsDays)}
      {state.kind === 'ready' && (
        <Button
          className={pageStyles.more}
          look="quiet"
          size="s"
          onClick={() => setShowsDays(!showsDays)}
        >
          {showsDays ? 'Show today and limits' : 'Show the 14 days as a table'}
        </Button>
      )}
    </Card>
  )
}

function content(state: ReturnType<typeof partState<ServersReply>>, showsDays: boolean) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading servers">
          <Skeleton height={120} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return (
        <EmptyState title="No server has used the assistant in the last 14 days">
          Each server that does is a line here, and can be given a daily limit.
        </EmptyState>
      )
    case 'ready':
      return (
        <>
          {showsDays ? <TrendTable reply={state.data} /> : <ServersTable reply={state.data} />}
          {state.data.others > 0 && (
            <p className={pageStyles.free}>
              {count(state.data.others, OTHERS)} used less, and are not listed.
            </p>
          )}
        </>
      )
    default:
      return state satisfies never
  }
}

const OTHERS = { one: 'other server', many: 'other servers' }
