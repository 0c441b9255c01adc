import type { PayAsYouGo } from './account.ts'
import type { PayAsYouGoOffer } from './catalog.ts'

/** A decision of a Billing admin; `seq` counts a team's decisions, so no two are equal. */
export type Switch = { on: boolean; seq: number }

/**
 * Pay-as-you-go as it stands for one account. The last decision wins, whether it was made for the
 * whole team or for this member; without one, the plan's default holds.
 */
export function effectivePayAsYouGo(options: {
  offer: PayAsYouGoOffer
  team: Switch | undefined
  member: Switch | undefined
}): PayAsYouGo {
  const { offer, team, member } = options
  if (offer.kind === 'unavailable') return { kind: 'unavailable' }
  const on = lastOf(team, member)?.on ?? offer.byDefault === 'on'
  if (!on) return { kind: 'off' }
  return { kind: 'on', blockCredits: offer.blockCredits, blockMicros: offer.blockMicros }
}

function lastOf(team: Switch | undefined, member: Switch | undefined): Switch | undefined {
  if (!team || !member) return team ?? member
  return member.seq > team.seq ? member : team
}
