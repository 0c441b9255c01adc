import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { connectBodySchema } from '#shared/contract/connection.ts'
import { PROVIDER_NAMES, type Provider } from '#shared/credits/provider.ts'
import { failureSentence } from '#shared/credits/reading-failure.ts'
import { describeError } from '#web/api/api-error.ts'
import { connectMutation } from '#web/api/connections.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/select.tsx'
import { sayDone } from '#web/ui/toast-store.ts'
import styles from './account.module.css'

type Whose = 'nobody' | 'mine'

/** Takes the key once; it is never shown again. */
export function ConnectForm({ provider }: { provider: Provider }) {
  const { team, session } = useViewer()
  const { member } = session.actor
  const [key, setKey] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [whose, setWhose] = useState<Whose>('nobody')
  const name = PROVIDER_NAMES[provider]
  const connect = useMutation({
    ...connectMutation(team),
    onSuccess: ({ connection: { readings } }) => {
      const failure = readings[0]?.failure
      const detail = failure
        ? `It was not read yet: ${failureSentence(failure, provider)}`
        : undefined
      sayDone({ title: `The ${name} account is connected.`, ...(detail && { detail }) })
    },
  })
  const id = useId()
  const fault = isWrong ? WRONG : connect.isError ? describeError(connect.error).detail : undefined

  function submit(): void {
    const body = { provider, key: key.trim(), ...(whose === 'mine' && { member: member?.id }) }
    const parsed = connectBodySchema.safeParse(body)
    setWrong(!parsed.success)
    connect.reset()
    if (parsed.success) connect.mutate(parsed.data)
  }

  return (
    <form
      className={styles.form}
      aria-label={`Connect a ${name} account`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label htmlFor={id}>{name} API key</label>
      <input
        id={id}
        className={styles.input}
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={key}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? `${id}-note` : `${id}-fault`}
        onChange={(event) => {
          setKey(event.currentTarget.value)
          setWrong(false)
        }}
      />
      {provider === 'postman' && member && (
        <Select
          label="AI credits that the key reports"
          choices={[
            { value: 'nobody', label: 'AI credits: count for nobody' },
            { value: 'mine', label: `AI credits: count as mine, ${member.name}` },
          ]}
          value={whose}
          onChange={setWhose}
        />
      )}
      <Button type="submit" look="primary" disabled={connect.isPending || key.trim() === ''}>
        {connect.isPending ? 'Reading it…' : 'Connect'}
      </Button>
      {fault === undefined ? (
        <p id={`${id}-note`} className={styles.note}>
          The key is kept encrypted, and only its last four characters are shown again.
        </p>
      ) : (
        <p id={`${id}-fault`} role="alert" className={styles.fault}>
          {fault}
        </p>
      )}
    </form>
  )
}

const WRONG = 'Enter the key alone: 16 or more characters without spaces.'
