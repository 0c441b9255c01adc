import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sessionQuery } from '#web/api/session.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { NewTeam } from '#web/parts/new-team.tsx'
import { SignOut } from '#web/parts/sign-out.tsx'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import styles from './shell.module.css'

const ADD_TEAM =
  'npm run team -- add acme --name "Acme" --plan team --zone Europe/Berlin --anchor 2026-01-01'

/** A ledger that was started empty, or somebody who is in no team: what to do next. */
export function NoTeam() {
  useDocumentTitle('No team yet')
  const { team } = useSearch({ from: '__root__' })
  const { data, refetch } = useQuery(sessionQuery(team))
  const person = data?.kind === 'no-team' ? data.signedIn : undefined
  const again = <Button onClick={() => void refetch()}>Look again</Button>
  return (
    <main className={styles.main}>
      {person?.operator ? (
        <FirstTeam email={person.email} again={again} />
      ) : person ? (
        <EmptyState
          isPage
          title="You are in no team yet"
          action={
            <span className={styles.actions}>
              {again}
              <SignOut />
            </span>
          }
        >
          Ask an Admin of your team to invite {person.email}. What is theirs shows here at once.
        </EmptyState>
      ) : (
        <EmptyState isPage title="There is no team yet" action={again}>
          Add one on the server, in another terminal and with the same data folder:{' '}
          <code className={styles.command}>{ADD_TEAM}</code> The anchor is the day it is billed
          from.
        </EmptyState>
      )}
    </main>
  )
}

/** Whoever looks after the server makes a team, or joins one that is there. */
function FirstTeam({ email, again }: { email: string; again: ReactNode }) {
  return (
    <div className={styles.first}>
      <h1>You are in no team yet</h1>
      <p>Make one, of which you are Admin and Billing admin:</p>
      <NewTeam />
      <p>
        Or make a link on the server that lets you into one that is there already:{' '}
        <code className={styles.command}>
          npm run team -- invite acme {email} --roles admin,billing
        </code>
      </p>
      <span className={styles.actions}>
        {again}
        <SignOut />
      </span>
    </div>
  )
}
