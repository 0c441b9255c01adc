import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { GRANTED_BY } from '#shared/contract/permissions.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import { describeError } from '#web/api/api-error.ts'
import { removeMemberMutation, setRolesMutation } from '#web/api/roster.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import { RoleBoxes } from './role-boxes.tsx'
import styles from './team-page.module.css'

type Member = Reply<'roster'>['members'][number]

export function RosterRow({ member }: { member: Member }) {
  const { team, may, session } = useViewer()
  const { id, name, email, roles, signsIn } = member
  const set = useMutation({
    ...setRolesMutation(team),
    onSuccess: (reply) => sayDone({ title: `${name} is ${namesOf(reply.roles)} now.` }),
    onError: (error) => failed(`The roles of ${name} are as they were.`, error),
  })
  return (
    <LeavingRow className={styles.member}>
      <div className={styles.who}>
        <p>{name}</p>
        <p className={styles.muted}>
          {signsIn || !session.signedIn ? email : `${email}, does not sign in yet`}
        </p>
      </div>
      <RoleBoxes
        label={`Roles of ${name}`}
        roles={set.isPending ? set.variables.roles : roles}
        barred={ROLES.filter((role) => !may(GRANTED_BY[role]))}
        onChange={(next) => set.mutate({ member: id, roles: next })}
      />
      <Remove member={member} isBarred={roles.some((role) => !may(GRANTED_BY[role]))} />
    </LeavingRow>
  )
}

function Remove({ member: { id, name }, isBarred }: { member: Member; isBarred: boolean }) {
  const { team, session } = useViewer()
  const [isAsking, setAsking] = useState(false)
  const { mutate } = useMutation({
    ...removeMemberMutation(team),
    onSuccess: () => sayDone({ title: `${name} is no longer in ${session.team.name}.` }),
    onError: (error) => failed(`${name} was not removed.`, error),
  })
  return (
    <>
      <Button
        size="s"
        look="quiet"
        disabled={isBarred}
        aria-label={`Remove ${name}`}
        onClick={() => setAsking(true)}
      >
        Remove
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Remove ${name}?`}
        confirm={{
          label: 'Remove',
          look: 'danger',
          enabled: true,
          act: () => {
            setAsking(false)
            mutate(id)
          },
        }}
      >
        {name} can’t see or change anything of {session.team.name} from then on, and their own keys
        stop working. Service keys that they made go on, but open no dashboard any more. What they
        used stays in every total.
      </ConfirmDialog>
    </>
  )
}

function failed(title: string, error: Error): void {
  sayFailed({ title, detail: describeError(error).detail })
}

function namesOf(roles: readonly Role[]): string {
  return roles.map((role) => ROLE_WORDS[role]).join(' and ')
}
