import { useInfiniteQuery } from '@tanstack/react-query'
import { keptMailsQuery } from '#web/api/kept-mails.ts'
import { partState } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { LoadingRows, MoreRows } from '#web/ui/more-rows.tsx'
import { KeptMail } from './kept-mail.tsx'
import styles from './kept-mails.module.css'

/** For the operator: mails of every team that there was nothing to send with. */
export function KeptMailsPage() {
  useDocumentTitle('Kept mails')
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>Kept mails</h1>
        <p className={styles.note}>Of all teams</p>
      </div>
      <p className={styles.note}>
        Without a mail server, and of example teams, mails are kept here as they would have been
        sent. Once <code>SMTP_URL</code> names a server, new ones are sent.
      </p>
      <KeptMails />
    </div>
  )
}

function KeptMails() {
  const query = useInfiniteQuery(keptMailsQuery())
  const state = partState(query, ({ pages }) => pages[0]?.mails.length === 0)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading mails" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return <EmptyState title="No mail was kept">Each was sent, or none was due.</EmptyState>
    case 'ready':
      return (
        <Card aria-label="Mails of all teams, newest first">
          <ul className={styles.list}>
            {state.data.pages.flatMap(({ mails, asOf }) =>
              mails.map((mail) => (
                <KeptMail key={`${mail.team?.id} ${mail.mail}`} mail={mail} asOf={asOf} />
              )),
            )}
          </ul>
          <MoreRows
            query={query}
            label="Show older mails"
            failed="The older ones could not be loaded."
          />
        </Card>
      )
    default:
      return state satisfies never
  }
}
