import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptBodySchema } from '#shared/contract/member.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { describeError } from '#web/api/api-error.ts'
import { partState } from '#web/api/part-state.ts'
import { acceptInvitation, readInvitation } from '#web/api/people.ts'
import { listed } from '#web/format/list.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { LoadingRows } from '#web/ui/more-rows.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useFragment } from './fragment.ts'
import { OpenFrame } from './open-frame.tsx'
import styles from './sign-in.module.css'

type Invitation = Reply<'readInvitation'>

/** Somebody is asked into a team, by the link of a mail. */
export function InvitationPage() {
  const { token } = useFragment()
  // Also for a moment when somebody has joined and goes on: nothing is asked for then.
  return token ? <InvitationBy token={token} /> : <NoInvitation />
}

function NoInvitation() {
  return (
    <OpenFrame title="Invitation">
      <p className={styles.said}>Open the whole link of your invitation.</p>
    </OpenFrame>
  )
}

function InvitationBy({ token }: { token: string }) {
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation({ token }),
    // Being accepted changes it; nobody else does while the page is open.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const state = partState(query, () => false)
  switch (state.kind) {
    case 'loading':
      return (
        <OpenFrame title="Invitation">
          <LoadingRows label="Reading the invitation" />
        </OpenFrame>
      )
    case 'error':
      return (
        <OpenFrame title="Invitation">
          <Failure failure={state} />
        </OpenFrame>
      )
    case 'empty':
    case 'ready':
      return (
        <OpenFrame title={`Join ${state.data.team}`}>
          <p className={styles.said}>
            {state.data.invitedBy} invites {state.data.email} as{' '}
            {listed(state.data.roles.map((role) => ROLE_WORDS[role]))}.
          </p>
          {state.data.known ? (
            <Accept token={token} invitation={state.data} />
          ) : (
            <Join token={token} invitation={state.data} />
          )}
        </OpenFrame>
      )
    default:
      return state satisfies never
  }
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const enter = useEnterTeam()
  const [fault, setFault] = useState<string>()
  return (
    <div className={styles.form}>
      <Button
        look="primary"
        onClick={() =>
          acceptInvitation({ token }).then(enter, (error) => setFault(describeError(error).detail))
        }
      >
        Accept
      </Button>
      {fault !== undefined && (
        <p role="alert" className={styles.fault}>
          {fault} <a href="/sign-in">Sign in as {invitation.email}</a>, then open this link again.
        </p>
      )}
    </div>
  )
}

function Join({ token, invitation }: { token: string; invitation: Invitation }) {
  const enter = useEnterTeam()
  const { faults, isSending, submit } = useForm(acceptBodySchema, (body) =>
    acceptInvitation(body).then(enter),
  )
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({
        token,
        person: { name: text('name'), password: text('password') },
      }))}
    >
      <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        fault={faults['person.name'] && 'Enter your name.'}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Several words are good."
        fault={faults['person.password']}
      />
      <FormFault words={faults['']} />
      <Button type="submit" look="primary" busy={isSending}>
        Join the team
      </Button>
    </form>
  )
}

function useEnterTeam(): (joined: { team: string }) => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async ({ team }) => {
    await navigate({ to: '/', search: { team }, replace: true })
    await client.resetQueries()
  }
}
