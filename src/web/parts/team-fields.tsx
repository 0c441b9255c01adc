import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { plansQuery } from '#web/api/people.ts'
import { Select } from '#web/ui/select.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import styles from './team-fields.module.css'

type TeamFieldsProps = { faults: { name: string | undefined; zone: string | undefined } }

/** What a new team is made of; `useTeamOf` reads it from the form around. */
export function TeamFields({ faults }: TeamFieldsProps) {
  const { data } = useQuery(plansQuery())
  const plans = (data?.plans ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const [chosen, setPlan] = useState<string>()
  const plan = chosen ?? plans[0]?.value ?? ''
  return (
    <>
      <TextField
        label="Team name"
        name="team"
        autoComplete="off"
        fault={faults.name && 'Enter a name with letters or digits.'}
      />
      <div className={styles.choice}>
        <span aria-hidden>Plan</span>
        <Select label="Plan" choices={plans} value={plan} onChange={setPlan} />
        <input type="hidden" name="plan" value={plan} />
      </div>
      <TextField
        label="Time zone"
        name="zone"
        autoComplete="off"
        defaultValue={Temporal.Now.timeZoneId()}
        hint="Billing cycles begin at midnight there. It can’t be changed later."
        fault={faults.zone && 'Enter a time zone such as Europe/Berlin or UTC.'}
      />
    </>
  )
}

/** A form that is sent before the plans are there waits for them, and takes the first, as it shows. */
export function useTeamOf() {
  const client = useQueryClient()
  return async (text: (name: string) => string) => {
    const name = text('team')
    const plan = text('plan') || (await client.ensureQueryData(plansQuery())).plans[0]?.id
    return { id: idOf(name), name, plan, zone: text('zone') }
  }
}

/** "Acme GmbH" as `acme-gmbh`: what the team's events name it by. */
export function idOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
}
