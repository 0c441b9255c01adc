import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { createKeyBodySchema, SCOPE_WORDS, TEAM_KEY_SCOPES } from '#shared/contract/key.ts'
import { GRANTED_BY } from '#shared/contract/permissions.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import { partState } from '#web/api/part-state.ts'
import { createKeyMutation, serviceKeysQuery } from '#web/api/service-keys.ts'
import { capital } from '#web/format/telling.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { useNewSecret } from '#web/hooks/use-new-secret.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { NewSecret } from '#web/parts/new-secret.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { LoadingRows } from '#web/ui/more-rows.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { KeyRow } from './key-row.tsx'
import { RoleBoxes } from './role-boxes.tsx'
import styles from './team-page.module.css'

type TeamScope = (typeof TEAM_KEY_SCOPES)[number]

/** Keys with which host products send events, ask for runs and show the dashboard. */
export function ServiceKeys() {
  const id = useId()
  const { part, secret, show, hide } = useNewSecret()
  return (
    <Card aria-labelledby={id} ref={part} tabIndex={-1}>
      <h2 id={id} className={styles.title}>
        Service keys
      </h2>
      <p className={styles.muted}>
        A host product sends one with each request. It speaks for this team alone.
      </p>
      <Keys onSecret={show} />
      {secret !== undefined && (
        <NewSecret key={secret} secret={secret} reader="the host product" onSeen={hide} />
      )}
      <NewKey onSecret={show} />
    </Card>
  )
}

function Keys({ onSecret }: { onSecret: (secret: string) => void }) {
  const { team } = useViewer()
  const state = partState(useQuery(serviceKeysQuery(team)), ({ keys }) => keys.length === 0)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading keys" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return null
    case 'ready':
      return (
        <ul className={styles.rows}>
          {state.data.keys.map((key) => (
            <KeyRow key={key.id} entry={key} asOf={state.data.asOf} onSecret={onSecret} />
          ))}
        </ul>
      )
    default:
      return state satisfies never
  }
}

function NewKey({ onSecret }: { onSecret: (secret: string) => void }) {
  const { team, may } = useViewer()
  const [scopes, setScopes] = useState<TeamScope[]>(['events'])
  const given = ROLES.filter((role) => may(GRANTED_BY[role]))
  const [roles, setRoles] = useState<Role[]>(given)
  const { mutateAsync } = useMutation(createKeyMutation(team))
  const { faults, isSending, submit } = useForm(
    createKeyBodySchema,
    async (body) => {
      const { secret } = await mutateAsync(body)
      onSecret(secret)
    },
    { empties: true },
  )
  const sends = scopes.includes('events')
  const embeds = scopes.includes('embed')
  return (
    <form
      noValidate
      aria-label="Make a key"
      className={styles.form}
      onSubmit={submit((text) => ({
        name: text('name'),
        scopes,
        ...(sends && text('source') !== '' ? { source: text('source') } : {}),
        ...(embeds ? { roles } : {}),
      }))}
    >
      <TextField
        label="What it is for"
        name="name"
        autoComplete="off"
        fault={faults.name && 'Give it a name, so that it is found again.'}
      />
      <fieldset className={styles.roles} aria-label="What it may do">
        {TEAM_KEY_SCOPES.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              disabled={scopes.length === 1 && scopes.includes(scope)}
              onChange={() =>
                setScopes(
                  TEAM_KEY_SCOPES.filter((each) => scopes.includes(each) !== (each === scope)),
                )
              }
            />
            {capital(SCOPE_WORDS[scope])}
          </label>
        ))}
      </fieldset>
      {sends && (
        <TextField
          label="Source of its events"
          name="source"
          autoComplete="off"
          placeholder="/flows/"
          hint="Its events’ source begins with this; those of others are refused."
          fault={faults.source && 'Enter what the source of its events begins with.'}
        />
      )}
      {embeds && (
        <>
          <p className={styles.muted}>
            A link opens the dashboard as one member, with their roles, but no more than these.
            Billing is given by those who hold it.
          </p>
          <RoleBoxes
            label="Roles that it gives at most"
            roles={roles}
            barred={ROLES.filter((role) => !given.includes(role))}
            onChange={setRoles}
          />
        </>
      )}
      <FormFault words={faults['']} />
      <p>
        <Button type="submit" busy={isSending}>
          Make a key
        </Button>
      </p>
    </form>
  )
}
