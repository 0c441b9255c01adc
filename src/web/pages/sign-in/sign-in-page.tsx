import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { linkBodySchema, signInBodySchema } from '#shared/contract/person.ts'
import { describeError } from '#web/api/api-error.ts'
import { sendLink, signIn, signInAtProvider, signInWithLink } from '#web/api/people.ts'
import { sessionQuery } from '#web/api/session.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { NO_EMAIL } from './fault-words.ts'
import { useFragment } from './fragment.ts'
import { OpenFrame } from './open-frame.tsx'
import styles from './sign-in.module.css'

/** Who are you? In place of any page, so that after it the page asked for is there. */
export function SignInPage() {
  const { link } = useFragment()
  const { refused } = useSearch({ strict: false })
  return (
    <OpenFrame title="Sign in">
      {refused !== undefined && (
        <p role="alert" className={styles.fault}>
          Your account there was not let in. An Admin of your team can invite its e-mail address.
        </p>
      )}
      {link === undefined ? <Ways /> : <WithLink token={link} />}
    </OpenFrame>
  )
}

/** Asked for with a button: programs that look into mails follow links too, and would use it up. */
function WithLink({ token }: { token: string }) {
  const enter = useEnter()
  const [fault, setFault] = useState<string>()
  return (
    <div className={styles.form}>
      <p className={styles.said}>This link signs you in, once.</p>
      <Button
        look="primary"
        onClick={() =>
          signInWithLink({ token }).then(enter, (error) => setFault(describeError(error).detail))
        }
      >
        Sign in
      </Button>
      {fault !== undefined && (
        <p role="alert" className={styles.fault}>
          {fault} <a href="/sign-in">Other ways to sign in</a>
        </p>
      )}
    </div>
  )
}

function Ways() {
  const { data } = useQuery(sessionQuery(undefined))
  const [way, setWay] = useState<'password' | 'link'>('password')
  const provider = data?.kind === 'signed-out' ? data.ways.provider : undefined
  return (
    <>
      {data?.kind === 'signed-out' && data.isNew && (
        <p className={styles.said}>
          This server is not set up yet. Open the link that it printed in its terminal when it
          started.
        </p>
      )}
      {provider !== undefined && (
        <>
          <AtProvider name={provider} />
          <p className={styles.or}>or</p>
        </>
      )}
      {way === 'password' ? <WithPassword /> : <MailedLink />}
      <p>
        <Button look="quiet" onClick={() => setWay(way === 'password' ? 'link' : 'password')}>
          {way === 'password' ? 'Have a sign-in link mailed instead' : 'Use a password instead'}
        </Button>
      </p>
    </>
  )
}

function WithPassword() {
  const enter = useEnter()
  const { faults, isSending, submit } = useForm(signInBodySchema, (body) =>
    signIn(body).then(enter),
  )
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({ email: text('email'), password: text('password') }))}
    >
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
        autoComplete="current-password"
        fault={faults.password && 'Enter your password.'}
      />
      <FormFault words={faults['']} />
      <Button type="submit" look="primary" busy={isSending}>
        Sign in
      </Button>
    </form>
  )
}

function MailedLink() {
  const [sentTo, setSentTo] = useState<string>()
  const { faults, isSending, submit } = useForm(linkBodySchema, async (body) => {
    await sendLink(body)
    setSentTo(body.email)
  })
  if (sentTo !== undefined) {
    return (
      <p role="status" className={styles.said}>
        If somebody has the address {sentTo} here, a link is on its way. It signs in once, within 15
        minutes.
      </p>
    )
  }
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({ email: text('email') }))}
    >
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        fault={faults.email && NO_EMAIL}
      />
      <FormFault words={faults['']} />
      <Button type="submit" look="primary" busy={isSending}>
        Mail me a link
      </Button>
    </form>
  )
}

function AtProvider({ name }: { name: string }) {
  const [fault, setFault] = useState<string>()
  return (
    <div className={styles.form}>
      <Button
        onClick={() =>
          signInAtProvider().then(
            ({ address }) => window.location.assign(address),
            (error) => setFault(describeError(error).detail),
          )
        }
      >
        Sign in with {name}
      </Button>
      <FormFault words={fault} />
    </div>
  )
}

/** Nothing of whoever was here before may stay. */
function useEnter(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    if (window.location.pathname === '/sign-in') await navigate({ to: '/', replace: true })
    await client.resetQueries()
  }
}
