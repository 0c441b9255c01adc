import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { MailTopic } from '#shared/credits/notices.ts'
import { chooseMailsMutation, mailChoicesQuery } from '#web/api/messages.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Card } from '#web/ui/card.tsx'
import { Switch } from '#web/ui/switch.tsx'
import { sayFailed } from '#web/ui/toast-store.ts'
import styles from './inbox-page.module.css'

const TOPICS: Record<MailTopic, { label: string; what: string }> = {
  own: {
    label: 'Mails about your own credits',
    what: 'At 75 %, at 100 % and when the limit is passed.',
  },
  team: {
    label: 'Mails about the team',
    what: 'The team’s limits, members close to theirs or on pay-as-you-go, and charges.',
  },
}

/** Which messages come by mail, too. The inbox has all of them. */
export function MailChoices() {
  const { team } = useViewer()
  const { data } = useQuery(mailChoicesQuery(team))
  const choose = useMutation({
    ...chooseMailsMutation(team),
    onError: () =>
      sayFailed({ title: 'Your choice of mails was not changed', detail: 'Try again.' }),
  })
  const titleId = useId()
  if (!data) return null
  return (
    <Card aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.sectionTitle}>
        By mail, too
      </h2>
      <ul className={styles.choices}>
        {data.choices.map(({ topic, on, promised }) => (
          <li key={topic}>
            <div>
              <p>{TOPICS[topic].label}</p>
              <p className={styles.hint}>{TOPICS[topic].what}</p>
            </div>
            <Switch
              label={TOPICS[topic].label}
              checked={on}
              lockedBecause={
                promised ? 'A Billing admin is always told of the team’s limits.' : undefined
              }
              onChange={(next) => choose.mutate({ topic, on: next })}
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}
