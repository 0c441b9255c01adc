import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { InboxReply } from '#shared/contract/inbox.ts'
import { inboxQuery, markMutation } from '#web/api/inbox.ts'
import { partState } from '#web/api/part-state.ts'
import { count } from '#web/format/number.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { MoreRows } from '#web/ui/more-rows.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import styles from './inbox-page.module.css'
import { MailChoices } from './mail-choices.tsx'
import { MessageRow } from './message-row.tsx'

const MESSAGES = { one: 'unread message', many: 'unread messages' }

/** What the viewer was told of, and which of it comes by mail. */
export function InboxPage() {
  const { may } = useViewer()
  useDocumentTitle('Inbox')
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <PageHead title="Inbox" figures={undefined} />
        {may('view-deliveries') && (
          <Link to="/deliveries" className={styles.link}>
            Delivery log and webhooks
          </Link>
        )}
      </div>
      <Messages />
      <MailChoices />
    </div>
  )
}

function Messages() {
  const { team } = useViewer()
  const query = useInfiniteQuery(inboxQuery(team))
  const state = partState(query, ({ pages }) => pages[0]?.messages.length === 0)
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading the inbox" className={styles.bones}>
          <Skeleton height={72} />
          <Skeleton height={72} />
          <Skeleton height={72} />
        </div>
      )
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return (
        <EmptyState title="Nothing yet">
          You are told here when credits pass 75 %, when they are used up, and when a limit is
          passed.
        </EmptyState>
      )
    case 'ready':
      return (
        <Card aria-label="Messages">
          <UnreadLine unread={state.data.pages[0]?.unread ?? 0} />
          <MessageList pages={state.data.pages} />
          <MoreRows
            query={query}
            label="Show older messages"
            failed="The older ones could not be loaded."
          />
        </Card>
      )
    default:
      return state satisfies never
  }
}

function UnreadLine({ unread }: { unread: number }) {
  const { team } = useViewer()
  const line = useRef<HTMLParagraphElement>(null)
  const mark = useMutation({
    ...markMutation(team),
    // The button goes, and would take the focus along.
    onSuccess: () => line.current?.focus(),
  })
  return (
    <div className={styles.unreadLine}>
      <p ref={line} role="status" tabIndex={-1}>
        {unread === 0 ? 'All read' : count(unread, MESSAGES)}
      </p>
      {unread > 0 && (
        <Button
          size="s"
          busy={mark.isPending}
          onClick={() => mark.mutate({ messages: 'all', read: true })}
        >
          Mark all as read
        </Button>
      )}
      {mark.isError && <span role="alert">They could not be marked. Try again.</span>}
    </div>
  )
}

function MessageList({ pages }: { pages: readonly InboxReply[] }) {
  const asOf = pages[0]?.asOf ?? 0
  return (
    <ul className={styles.list}>
      {pages.flatMap((page) =>
        page.messages.map((message) => (
          <MessageRow key={message.message} message={message} asOf={asOf} />
        )),
      )}
    </ul>
  )
}
