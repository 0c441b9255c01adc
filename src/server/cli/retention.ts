import { z } from 'zod'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { RETENTION } from '#shared/credits/retention.ts'
import { OperatorError } from '../operator-error.ts'
import { checked } from './checked.ts'
import type { Ledger } from './open-ledger.ts'

const EVER = 'ever'

const retentionSchema = z.object({
  team: z.string(),
  months: z
    .string()
    .refine(
      (text) => text === EVER || isTaken(text),
      `must be "${EVER}" or a number of months from ${RETENTION.least} to ${RETENTION.most}`,
    ),
})

/** For how long a team's single charges are kept; what to tell the operator. */
export async function keepFor({ store }: Ledger, given: object, asOf: Millis): Promise<string> {
  const asked = checked(retentionSchema, given)
  const months = asked.months === EVER ? undefined : Number(asked.months)
  const team = store.team(asked.team)
  if (!(await team.profile())) throw new OperatorError(`There is no team ${asked.team}.`)
  await team.write(async (tx) => {
    const profile = await tx.profile()
    if (!profile || profile.retentionMonths === months) return
    await tx.setRetention(months)
    const object = { id: profile.id, name: profile.name }
    const before = { retentionMonths: profile.retentionMonths ?? null }
    const after = { retentionMonths: months ?? null }
    await tx.record(
      entryOf({ by: OPERATOR, asOf }, { action: 'retention-set', object, before, after }),
    )
  })
  return months === undefined
    ? `Single charges of ${asked.team} are kept for ever.`
    : `Single charges of ${asked.team} are kept for ${months === 1 ? '1 month' : `${months} months`}.`
}

function isTaken(text: string): boolean {
  const months = Number(text)
  return /^\d{1,4}$/.test(text) && months >= RETENTION.least && months <= RETENTION.most
}
