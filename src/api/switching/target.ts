import type { SwitchTarget } from '#shared/contract/switch.ts'
import type { PayAsYouGoOffer } from '#shared/credits/catalog.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Member } from '../records.ts'
import type { View } from '../views/view.ts'

export type Target = {
  resource: Resource
  offer: Extract<PayAsYouGoOffer, { kind: 'offered' }>
  /** The members named; none when it is the whole team. */
  members: readonly Member[]
  isTeam: boolean
  cycle: ReturnType<typeof cycleAt>
}

/** Whether the plan sells pay-as-you-go for it, and everyone named is on the team. */
export async function targetOf(
  { reads, terms, asOf }: View,
  options: { resource: Resource; target: SwitchTarget },
): Promise<Answer<Target>> {
  const { resource, target } = options
  const { holder, payAsYouGo: offer } = terms.plan.entitlements[resource]
  if (offer.kind === 'unavailable') {
    return refuse('not-offered', `The ${terms.plan.name} plan sells no more of this resource.`)
  }
  const cycle = cycleAt(terms.billing, asOf)
  if (target.kind === 'team') {
    return answer({ resource, offer, members: [], isTeam: true, cycle })
  }
  if (holder !== 'member') {
    const { name } = RESOURCE_TRAITS[resource]
    const detail = `On the ${terms.plan.name} plan the team shares its ${name}, so pay-as-you-go is switched for the team and not for a member.`
    return refuse('switched-for-team', detail)
  }
  const ids = [...new Set(target.members)]
  const known = new Map((await reads.members(ids)).map((member) => [member.id, member]))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) {
    return refuse('unknown-member', `The team has no member ${missing}.`)
  }
  // As they were named, whatever order the store finds them in: messages name the first of them.
  const members = ids.flatMap((id) => known.get(id) ?? [])
  return answer({ resource, offer, members, isTeam: false, cycle })
}
