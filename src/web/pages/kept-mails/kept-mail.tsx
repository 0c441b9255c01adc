import { useId, useState } from 'react'
import type { KeptMailView } from '#shared/contract/operator-routes.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { Button } from '#web/ui/button.tsx'
import { ChevronDown } from '#web/ui/icons.tsx'
import styles from './kept-mails.module.css'

/** A mail in two lines; opened, its text, and its HTML if asked for. */
export function KeptMail({ mail, asOf }: { mail: KeptMailView; asOf: number }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const frame = useTimeFrame(asOf)
  const { subject, to, team, at } = mail
  return (
    <li className={styles.mail}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronDown />
        <span>
          {subject}
          <span className={styles.about}>
            To {to.name} &lt;{to.address}&gt;, {team ? team.name : 'of no team'},{' '}
            <time dateTime={isoInstant(at)}>{moment(at, frame)}</time>
          </span>
        </span>
      </button>
      {isOpen && (
        <div id={id} className={styles.detail}>
          <pre className={styles.text}>{mail.text}</pre>
          <Html mail={mail} />
        </div>
      )}
    </li>
  )
}

/** What names are in it are other people's: it runs no script, loads nothing and has no origin. */
function Html({ mail }: { mail: KeptMailView }) {
  const [isShown, setShown] = useState(false)
  return (
    <>
      <div>
        <Button size="s" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide the HTML' : 'Show the HTML'}
        </Button>
      </div>
      {isShown && (
        <iframe
          className={styles.html}
          title={`The HTML of: ${mail.subject}`}
          sandbox=""
          referrerPolicy="no-referrer"
          srcDoc={mail.html}
        />
      )}
    </>
  )
}
