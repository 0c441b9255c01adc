import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { sessionsReplySchema } from '#shared/contract/person.ts'
import { describeError } from '#web/api/api-error.ts'
import { keys } from '#web/api/keys.ts'
import { endOtherSessions, endSession } from '#web/api/people.ts'
import { moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { Button } from '#web/ui/button.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './account-page.module.css'
import { browserName } from './browser-name.ts'

type Reply = z.output<typeof sessionsReplySchema>

export function SessionList({ reply }: { reply: Reply }) {
  const frame = useTimeFrame(reply.asOf)
  const end = useEnding()
  const others = reply.sessions.filter(({ current }) => !current)
  return (
    <>
      <ul className={styles.sessions}>
        {reply.sessions.map(({ id, browser, address, startedAt, current }) => (
          <LeavingRow key={id}>
            <div>
              <p>
                {browserName(browser)}
                {current && <span className={styles.current}>This browser</span>}
              </p>
              <p className={styles.muted}>
                {address && `From ${address}, since `}
                {!address && 'Since '}
                {moment(startedAt, frame)}
              </p>
            </div>
            {!current && (
              <Button
                size="s"
                aria-label={`Sign out ${browserName(browser)}`}
                onClick={() => end.one(id)}
              >
                Sign out
              </Button>
            )}
          </LeavingRow>
        ))}
      </ul>
      {others.length > 0 && (
        <p className={styles.all}>
          <Button onClick={end.others}>Sign out everywhere else</Button>
        </p>
      )}
    </>
  )
}

function useEnding() {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (session: string | undefined) =>
      session === undefined ? endOtherSessions() : endSession(session),
    onSuccess: (_done, session) =>
      sayDone({ title: session === undefined ? 'Signed out everywhere else.' : 'Signed out.' }),
    onError: (error) =>
      sayFailed({ title: 'It stays signed in.', detail: describeError(error).detail }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.ownSessions }),
  })
  return { one: (session: string) => mutate(session), others: () => mutate(undefined) }
}
