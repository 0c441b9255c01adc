import { useState } from 'react'
import type { AccountConnection } from '#shared/contract/connection.ts'
import { failureSentence } from '#shared/credits/reading-failure.ts'
import { moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import styles from './account.module.css'
import { AccountActions } from './account-actions.tsx'
import { Figures } from './figures.tsx'
import { readingWords } from './reading-words.ts'

type ConnectedProps = { connection: AccountConnection; asOf: number }

/** What the account said last, when, and how reading it goes. */
export function Connected({ connection, asOf }: ConnectedProps) {
  const { may } = useViewer()
  const frame = useTimeFrame(asOf)
  const { provider, keyEnd, by, since, member, nextAt, figures } = connection
  const whose = member ? ` AI credits that it reports are ${member.name}’s.` : ''
  return (
    <>
      <Standing connection={connection} asOf={asOf} />
      {figures && <Figures provider={provider} rows={figures.rows} />}
      <p className={styles.note}>
        {`Connected by ${by} on ${moment(since, frame)}, with the key that ends in `}
        <code>{keyEnd}</code>.{`${whose} It is read next on ${moment(nextAt, frame)}.`}
      </p>
      <Readings connection={connection} asOf={asOf} />
      {may('manage-connections') && <AccountActions connection={connection} />}
    </>
  )
}

function Standing({ connection, asOf }: ConnectedProps) {
  const frame = useTimeFrame(asOf)
  const { provider, figures, failingSince, readings } = connection
  const failure = readings[0]?.failure
  const last = figures
    ? `It was read on ${moment(figures.at, frame)}.`
    : 'It has not been read yet.'
  if (failingSince === undefined || failure === undefined) return <p>{last}</p>
  return (
    <div role="status" className={styles.standing}>
      <StateBadge state="warning" word="Not read" />
      <p>{`${failureSentence(failure, provider)} Reading has failed since ${moment(failingSince, frame)}. ${last}`}</p>
    </div>
  )
}

function Readings({ connection, asOf }: ConnectedProps) {
  const frame = useTimeFrame(asOf)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        className={styles.more}
        look="quiet"
        size="s"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide the last readings' : 'Show the last readings'}
      </Button>
      {isOpen && (
        <ol className={styles.readings} aria-label="The last readings">
          {connection.readings.map((reading) => (
            <li key={reading.seq}>
              <span className={styles.time}>{moment(reading.at, frame)}</span>
              <span>{readingWords(reading, connection.provider)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
