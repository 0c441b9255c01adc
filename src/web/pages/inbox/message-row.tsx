import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { InboxReply } from '#shared/contract/inbox.ts'
import { markMutation } from '#web/api/inbox.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import { unbroken } from '#web/format/share.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import styles from './inbox-page.module.css'

type Message = InboxReply['messages'][number]

/** More lines than this is a list of members, of which the first say enough here. */
const FIRST_LINES = 6

export function MessageRow({ message, asOf }: { message: Message; asOf: number }) {
  const { team } = useViewer()
  const frame = useTimeFrame(asOf)
  const mark = useMutation(markMutation(team))
  const titleId = useId()
  const { read, subject, lines, path, at } = message
  const rest = lines.length - FIRST_LINES
  return (
    <li className={styles.row} data-unread={!read || undefined} aria-labelledby={titleId}>
      <span className={styles.dot} aria-hidden />
      <div className={styles.body}>
        <h2 id={titleId} className={styles.subject}>
          {!read && <VisuallyHidden>Unread: </VisuallyHidden>}
          {unbroken(subject)}
        </h2>
        {lines.slice(0, FIRST_LINES).map((line) => (
          <p key={line}>{unbroken(line)}</p>
        ))}
        {rest > 0 && <p>{`and ${rest} more lines, in the mail`}</p>}
        <div className={styles.foot}>
          <time dateTime={isoInstant(at)}>{moment(at, frame)}</time>
          <Link to={path} className={styles.link}>
            {LINK_WORDS[path]}
          </Link>
          <Button
            size="s"
            look="quiet"
            busy={mark.isPending}
            aria-describedby={titleId}
            onClick={() => mark.mutate({ messages: [message.message], read: !read })}
          >
            {read ? 'Mark as unread' : 'Mark as read'}
          </Button>
        </div>
      </div>
    </li>
  )
}

const LINK_WORDS: Record<Message['path'], string> = {
  '/': 'See resource usage',
  '/flows': 'See Flows credits',
  '/ai-credits': 'See AI credits',
  '/api-calls': 'See API calls',
  '/assistant': 'See Assistant credits',
  '/invoices': 'See the invoices',
  '/deliveries': 'See the delivery log',
  '/inbox': 'See the inbox',
}
