import type { Millis } from '#shared/credits/amounts.ts'
import { type Catalog, findPlan } from '#shared/credits/catalog.ts'
import { type Refusal, refuse } from '../answer.ts'
import type { TeamReads } from '../ports.ts'

/** Whether one more would be too many for the team's plan. */
export async function refusalOfSeats(
  reads: TeamReads,
  { catalog, at }: { catalog: Catalog; at: Millis },
): Promise<Refusal | undefined> {
  const profile = await reads.profile()
  const plan = profile && findPlan(catalog, profile.plan)
  if (!plan || plan.seats.kind === 'unlimited') return undefined
  const { members } = plan.seats
  if ((await reads.countMembers(at)) < members) return undefined
  const seats = members === 1 ? '1 seat, and it is' : `${members} seats, and all are`
  return refuse('too-few-seats', `The ${plan.name} plan has ${seats} taken.`)
}
