import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { setUpBodySchema } from '#shared/contract/person.ts'
import { plansQuery, setUp } from '#web/api/people.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { Select } from '#web/ui/select.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { NO_EMAIL } from './fault-words.ts'
import { useFragment } from './fragment.ts'
import { OpenFrame } from './open-frame.tsx'
import styles from './sign-in.module.css'

/** The first start: whoever looks after the server, and the first team. */
export function SetUpPage() {
  const { token } = useFragment()
  return (
    <OpenFrame title="Set up Headroom">
      {token === undefined ? (
        <p className={styles.said}>
          Open the link that the server printed in its terminal. It prints another one each time it
          starts, until somebody can sign in.
        </p>
      ) : (
        <SetUpForm token={token} />
      )}
    </OpenFrame>
  )
}

function SetUpForm({ token }: { token: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(plansQuery())
  const plans = (data?.plans ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const [chosen, setPlan] = useState<string>()
  const plan = chosen ?? plans[0]?.value ?? ''
  const { faults, isSending, submit } = useForm(setUpBodySchema, async (body) => {
    await setUp(body)
    await navigate({ to: '/', replace: true })
    await client.resetQueries()
  })
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({
        token,
        name: text('name'),
        email: text('email'),
        password: text('password'),
        team: {
          id: idOf(text('team')),
          name: text('team'),
          plan,
          zone: text('zone'),
        },
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
        <TextField
          label="Team name"
          name="team"
          fault={
            (faults['team.name'] ?? faults['team.id']) && 'Enter a name with letters or digits.'
          }
        />
        <div className={styles.choice}>
          <span aria-hidden>Plan</span>
          <Select label="Plan" choices={plans} value={plan} onChange={setPlan} />
        </div>
        <TextField
          label="Time zone"
          name="zone"
          defaultValue={Temporal.Now.timeZoneId()}
          hint="Billing cycles begin at midnight there. It can’t be changed later."
          fault={faults['team.zone'] && 'Enter a time zone such as Europe/Berlin or UTC.'}
        />
      </fieldset>
      <FormFault words={faults['']} />
      <Button type="submit" look="primary" busy={isSending}>
        Set up
      </Button>
    </form>
  )
}

/** "Acme GmbH" as `acme-gmbh`: what the team's events name it by. */
export function idOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
}
