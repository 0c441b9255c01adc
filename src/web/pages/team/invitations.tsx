import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { inviteBodySchema } from '#shared/contract/member.ts'
import { GRANTED_BY } from '#shared/contract/permissions.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import { describeError } from '#web/api/api-error.ts'
import { invitationsQuery, inviteMutation, withdrawMutation } from '#web/api/roster.ts'
import { listed } from '#web/format/list.ts'
import { moment } from '#web/format/moment.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import { RoleBoxes } from './role-boxes.tsx'
import styles from './team-page.module.css'

export function Invitations() {
  const id = useId()
  const { team } = useViewer()
  const { data } = useQuery(invitationsQuery(team))
  return (
    <Card aria-labelledby={id} tabIndex={-1}>
      <h2 id={id} className={styles.title}>
        Invitations
      </h2>
      <InviteForm />
      {data && data.invitations.length > 0 && <Open reply={data} />}
    </Card>
  )
}

function InviteForm() {
  const { team, may } = useViewer()
  const barred = ROLES.filter((role) => !may(GRANTED_BY[role]))
  const first: Role = barred.includes('member') ? 'billing' : 'member'
  const [roles, setRoles] = useState<Role[]>([first])
  const { mutateAsync } = useMutation(inviteMutation(team))
  const { faults, isSending, submit } = useForm(
    inviteBodySchema,
    async (body) => {
      await mutateAsync(body)
      sayDone({ title: `An invitation is on its way to ${body.email}.` })
      setRoles([first])
    },
    { empties: true },
  )
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({ email: text('email'), roles }))}
    >
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="off"
        fault={faults.email && 'Enter an address such as ada@example.com.'}
      />
      <RoleBoxes label="Roles" roles={roles} barred={barred} onChange={setRoles} />
      <FormFault words={faults['']} />
      <p>
        <Button type="submit" busy={isSending}>
          Invite
        </Button>
      </p>
    </form>
  )
}

function Open({ reply }: { reply: Reply<'invitations'> }) {
  const { team } = useViewer()
  const frame = useTimeFrame(reply.asOf)
  const { mutate } = useMutation({
    ...withdrawMutation(team),
    onError: (error) =>
      sayFailed({ title: 'It was not withdrawn.', detail: describeError(error).detail }),
  })
  return (
    <ul className={styles.rows}>
      {reply.invitations.map(({ id, email, roles, member, invitedBy, expiresAt }) => (
        <LeavingRow key={id}>
          <div className={styles.who}>
            <p>{email}</p>
            <p className={styles.muted}>
              As {listed(roles.map((role) => ROLE_WORDS[role]))}, by {invitedBy}; open until{' '}
              {moment(expiresAt, frame)}
              {member && `. Whoever accepts it signs in as ${member.name} and keeps their roles.`}
            </p>
          </div>
          <Button
            size="s"
            look="quiet"
            aria-label={`Withdraw the invitation of ${email}`}
            onClick={() => mutate(id)}
          >
            Withdraw
          </Button>
        </LeavingRow>
      ))}
    </ul>
  )
}
