import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiError, describeError } from '#web/api/api-error.ts'
import { deliveriesQuery, sendTestMutation } from '#web/api/messages.ts'
import { partState } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { LoadingRows, MoreRows } from '#web/ui/more-rows.tsx'
import { Select } from '#web/ui/select.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './deliveries-page.module.css'
import { DeliveriesTable } from './deliveries-table.tsx'
import type { DeliveriesSearch } from './search.ts'
import { CHANNEL_CHOICES, STATE_CHOICES } from './state-words.ts'
import { Webhooks } from './webhooks.tsx'

const route = getRouteApi('/deliveries')

/** What was sent to whom and how it went, and where else it is sent. */
export function DeliveriesPage() {
  useDocumentTitle('Delivery log')
  const { session, may } = useViewer()
  if (!may('view-deliveries')) return <NotForMembers />
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <PageHead title="Delivery log" figures={undefined} />
        <div className={styles.links}>
          {session.actor.operator && (
            <Link to="/kept-mails" className={styles.link}>
              Kept mails of all teams
            </Link>
          )}
          <Link to="/inbox" className={styles.link}>
            Your inbox
          </Link>
        </div>
      </div>
      <Card aria-label="Deliveries">
        <Toolbar />
        <Deliveries />
      </Card>
      {may('manage-webhooks') && <Webhooks />}
    </div>
  )
}

function NotForMembers() {
  return (
    <EmptyState
      isPage
      title="The delivery log is for Admins and Billing admins"
      action={<Link to="/inbox">Go to your inbox</Link>}
    >
      What you were told yourself is in your inbox.
    </EmptyState>
  )
}

function Toolbar() {
  const { team } = useViewer()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (part: DeliveriesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const test = useMutation({
    ...sendTestMutation(team),
    onSuccess: () => sayDone({ title: 'A test mail is on its way to you' }),
    onError: (error) => sayFailed({ title: 'No test was sent', detail: describe(error) }),
  })
  return (
    <div className={styles.toolbar}>
      <Select
        label="Sent by"
        choices={CHANNEL_CHOICES}
        value={search.channel ?? 'all'}
        onChange={(value) => change({ channel: value === 'all' ? undefined : value })}
      />
      <Select
        label="Outcome"
        choices={STATE_CHOICES}
        value={search.state ?? 'all'}
        onChange={(value) => change({ state: value === 'all' ? undefined : value })}
      />
      <Button busy={test.isPending} onClick={() => test.mutate({ channel: 'mail' })}>
        Send a test mail
      </Button>
    </div>
  )
}

function describe(error: unknown): string {
  return error instanceof ApiError ? describeError(error).detail : 'Try again.'
}

function Deliveries() {
  const { team } = useViewer()
  const { channel, state: outcome } = route.useSearch()
  const query = useInfiniteQuery(deliveriesQuery(team, { channel, state: outcome }))
  const state = partState(query, ({ pages }) => pages[0]?.deliveries.length === 0)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading deliveries" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return channel === undefined && outcome === undefined ? (
        <EmptyState title="Nothing was sent yet">
          Every alert is a line here, for each person or webhook that it goes to.
        </EmptyState>
      ) : (
        <EmptyState title="No delivery matches">Choose another outcome to see more.</EmptyState>
      )
    case 'ready':
      return (
        <>
          <DeliveriesTable
            deliveries={state.data.pages.flatMap((page) => page.deliveries)}
            asOf={state.data.pages[0]?.asOf ?? 0}
          />
          <MoreRows
            query={query}
            label="Show older deliveries"
            failed="The older ones could not be loaded."
          />
        </>
      )
    default:
      return state satisfies never
  }
}
