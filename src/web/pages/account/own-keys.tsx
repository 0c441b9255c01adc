import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createOwnKeyBodySchema } from '#shared/contract/key.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { createOwnKeyMutation, endOwnKeyMutation, ownKeysQuery } from '#web/api/own-keys.ts'
import { partState } from '#web/api/part-state.ts'
import { moment } from '#web/format/moment.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { useNewSecret } from '#web/hooks/use-new-secret.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { NewSecret } from '#web/parts/new-secret.tsx'
import { RevokeKey, revoking } from '#web/parts/revoke-key.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { LoadingRows } from '#web/ui/more-rows.tsx'
import { Select } from '#web/ui/select.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import styles from './account-page.module.css'

type OwnKey = Reply<'ownKeys'>['keys'][number]

const DAYS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is revoked' },
]

/** Keys with which the viewer's own programs read what the viewer may see. */
export function OwnKeys() {
  const { session } = useViewer()
  const { part, secret, show, hide } = useNewSecret()
  return (
    <Card aria-labelledby="own-keys" className={styles.keys} ref={part} tabIndex={-1}>
      <h2 id="own-keys" className={styles.cardTitle}>
        Your keys for {session.team.name}
      </h2>
      <p className={styles.muted}>
        A program of yours reads with one what you see here. Each of its calls is one of the team’s
        API calls.
      </p>
      <Keys />
      {secret !== undefined && (
        <NewSecret key={secret} secret={secret} reader="your program" onSeen={hide} />
      )}
      <NewKey onSecret={show} />
    </Card>
  )
}

function Keys() {
  const { team } = useViewer()
  const state = partState(useQuery(ownKeysQuery(team)), ({ keys }) => keys.length === 0)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading your keys" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return null
    case 'ready':
      return (
        <ul className={styles.rows}>
          {state.data.keys.map((key) => (
            <KeyRow key={key.id} entry={key} asOf={state.data.asOf} />
          ))}
        </ul>
      )
    default:
      return state satisfies never
  }
}

function KeyRow({ entry, asOf }: { entry: OwnKey; asOf: number }) {
  const { team } = useViewer()
  const frame = useTimeFrame(asOf)
  const { id, name, hint, expiresAt, usedAt } = entry
  const end = useMutation({ ...endOwnKeyMutation(team), ...revoking(name) })
  const used = usedAt === undefined ? 'Never used' : `Used ${moment(usedAt, frame)}`
  const ends = expiresAt === undefined ? '' : `, works until ${moment(expiresAt, frame)}`
  return (
    <LeavingRow>
      <div>
        <p>
          {name} <code className={styles.muted}>{hint}</code>
        </p>
        <p className={styles.muted}>
          {used}
          {ends}.
        </p>
      </div>
      <RevokeKey name={name} revoke={() => end.mutate(id)}>
        Whatever sends it is refused from then on.
      </RevokeKey>
    </LeavingRow>
  )
}

function NewKey({ onSecret }: { onSecret: (secret: string) => void }) {
  const { team } = useViewer()
  const [days, setDays] = useState('90')
  const { mutateAsync } = useMutation(createOwnKeyMutation(team))
  const { faults, isSending, submit } = useForm(
    createOwnKeyBodySchema,
    async (body) => {
      const { secret } = await mutateAsync(body)
      onSecret(secret)
    },
    { empties: true },
  )
  return (
    <form
      noValidate
      aria-label="Make a key of your own"
      className={styles.form}
      onSubmit={submit((text) => ({
        name: text('name'),
        ...(days === '' ? {} : { expiresInDays: Number(days) }),
      }))}
    >
      <TextField
        label="What it is for"
        name="name"
        autoComplete="off"
        fault={faults.name && 'Give it a name, so that it is found again.'}
      />
      <div className={styles.choice}>
        <span aria-hidden>Works for</span>
        <Select label="Works for" choices={DAYS} value={days} onChange={setDays} />
      </div>
      <FormFault words={faults['']} />
      <p>
        <Button type="submit" busy={isSending}>
          Make a key
        </Button>
      </p>
    </form>
  )
}
