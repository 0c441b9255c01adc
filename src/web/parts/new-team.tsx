import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { newTeamSchema } from '#shared/contract/person.ts'
import { createTeam } from '#web/api/people.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { sayDone } from '#web/ui/toast-store.ts'
import styles from './team-fields.module.css'
import { TeamFields, useTeamOf } from './team-fields.tsx'

/** Makes a team, of which its maker is Admin and Billing, and leads to it. */
export function NewTeam() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const teamOf = useTeamOf()
  const { faults, isSending, submit } = useForm(newTeamSchema, async (body) => {
    const { team } = await createTeam(body)
    sayDone({ title: `${team.name} is there. You are its Admin and Billing admin.` })
    await navigate({ to: '/', search: { team: team.id } })
    await client.resetQueries()
  })
  return (
    <form noValidate className={styles.form} onSubmit={submit(teamOf)}>
      <TeamFields faults={{ name: faults.name ?? faults.id, zone: faults.zone }} />
      <FormFault words={faults['']} />
      <p>
        <Button type="submit" look="primary" busy={isSending}>
          Make the team
        </Button>
      </p>
    </form>
  )
}
