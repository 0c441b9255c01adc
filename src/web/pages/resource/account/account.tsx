import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { ConnectionsReply } from '#shared/contract/connection.ts'
import { PROVIDER_NAMES, type Provider, providerOf } from '#shared/credits/provider.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { connectionsQuery } from '#web/api/connections.ts'
import { partState } from '#web/api/part-state.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import pageStyles from '../resource-page.module.css'
import styles from './account.module.css'
import { ConnectForm } from './connect-form.tsx'
import { Connected } from './connected.tsx'

/** The team's account at the provider, which Headroom reads; or how to connect it. */
export function Account({ resource }: { resource: Resource }) {
  const id = useId()
  const { team } = useViewer()
  const provider = providerOf(resource)
  const query = useQuery(connectionsQuery(team))
  return (
    <Card aria-labelledby={id}>
      <div className={pageStyles.head}>
        <h2 id={id}>{PROVIDER_NAMES[provider]} account</h2>
      </div>
      {content(
        partState(query, () => false),
        provider,
      )}
    </Card>
  )
}

function content(state: ReturnType<typeof partState<ConnectionsReply>>, provider: Provider) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading the account">
          <Skeleton height={64} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
    case 'ready': {
      const { connections, canConnect, asOf } = state.data
      const connection = connections.find((each) => each.provider === provider)
      if (connection) return <Connected connection={connection} asOf={asOf} />
      return <NotConnected provider={provider} canConnect={canConnect} />
    }
    default:
      return state satisfies never
  }
}

function NotConnected({ provider, canConnect }: { provider: Provider; canConnect: boolean }) {
  const { may } = useViewer()
  const name = PROVIDER_NAMES[provider]
  return (
    <>
      <p className={styles.say}>
        No {name} account is connected. With its key, Headroom reads it every hour and counts what
        came since the last reading; what was used before is not counted.
      </p>
      {!canConnect && (
        <p className={styles.note}>
          This server can’t keep keys: its operator must set HEADROOM_SECRET.
        </p>
      )}
      {canConnect && may('manage-connections') && <ConnectForm provider={provider} />}
    </>
  )
}
