import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { setUpBodySchema } from '#shared/contract/person.ts'
import { setUp } from '#web/api/people.ts'
import { sessionQuery } from '#web/api/session.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { TeamFields, useTeamOf } from '#web/parts/team-fields.tsx'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { NO_EMAIL } from './fault-words.ts'
import { useFragment } from './fragment.ts'
import { OpenFrame } from './open-frame.tsx'
import styles from './sign-in.module.css'

/** The first start: whoever looks after the server, and the first team. */
export function SetUpPage() {
  const { token } = useFragment()
  const { data, isPending } = useQuery(sessionQuery(undefined))
  const isLookedAfter = data?.kind === 'signed-out' && !data.isNew
  return (
    <OpenFrame title="Set up Headroom">
      {isLookedAfter && <LookedAfter />}
      {!isLookedAfter && token === undefined && (
        <p className={styles.said}>
          Open the link that the server printed in its terminal. It prints another one each time it
          starts, until somebody looks after it.
        </p>
      )}
      {/* Nobody fills in a form to be told that it is too late. */}
      {!isLookedAfter && token !== undefined && !isPending && <SetUpForm token={token} />}
    </OpenFrame>
  )
}

function LookedAfter() {
  return (
    <p className={styles.said}>
      Somebody looks after this server already: <a href="/sign-in">sign in</a>.
    </p>
  )
}

function SetUpForm({ token }: { token: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const teamOf = useTeamOf()
  const [isLater, setLater] = useState(false)
  const { faults, isSending, submit } = useForm(setUpBodySchema, async (body) => {
    await setUp(body)
    await navigate({ to: '/', replace: true })
    await client.resetQueries()
  })
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit(async (text) => ({
        token,
        name: text('name'),
        email: text('email'),
        password: text('password'),
        ...(isLater ? {} : { team: await teamOf(text) }),
      }))}
    >
      <fieldset className={styles.group}>
        <legend>You</legend>
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          fault={faults.name && 'Enter your name.'}
        />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          fault={faults.email && NO_EMAIL}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. Several words are good."
          fault={faults.password}
        />
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Your first team</legend>
        {isLater ? (
          <p className={styles.said}>
            Make it when you are signed in, or be invited to one that is there already:{' '}
            <code>npm run team -- invite</code>
          </p>
        ) : (
          <TeamFields
            faults={{ name: faults['team.name'] ?? faults['team.id'], zone: faults['team.zone'] }}
          />
        )}
        <label className={styles.later}>
          <input type="checkbox" checked={isLater} onChange={() => setLater(!isLater)} />
          Make a team later
        </label>
      </fieldset>
      <FormFault words={faults['']} />
      <Button type="submit" look="primary" busy={isSending}>
        Set up
      </Button>
    </form>
  )
}
