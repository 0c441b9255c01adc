import type { PayAsYouGo } from './account.ts'
import type { Millis } from './amounts.ts'
import type { PayAsYouGoOffer } from './catalog.ts'

/** A decision of a Billing admin; `seq` counts a team's decisions, so no two are equal. */
export type Switch = {
  on: boolean
  seq: number
  /** When it was decided; only needed where use from before it may be charged. */
  at?: Millis
}

/**
 * Pay-as-you-go as it stands for one account. The last decision wins, whether it was made for the
 * whole team or for this member; without one, the plan's default holds.
 *
 * @param usedAt when what is charged was used. Turning it on never bills use from before, also where
 * that is reported later.
 */
export function effectivePayAsYouGo(options: {
  offer: PayAsYouGoOffer
  team: Switch | undefined
  member: Switch | undefined
  usedAt?: Millis
}): PayAsYouGo {
  const { offer, team, member, usedAt } = options
  if (offer.kind === 'unavailable') return { kind: 'unavailable' }
  const last = lastOf(team, member)
  const on = last?.on ?? offer.byDefault === 'on'
  const isEarlier = usedAt !== undefined && last?.at !== undefined && usedAt < last.at
  if (!on || isEarlier) return { kind: 'off' }
  return { kind: 'on', blockCredits: offer.blockCredits, blockMicros: offer.blockMicros }
}

function lastOf(team: Switch | undefined, member: Switch | undefined): Switch | undefined {
  if (!team || !member) return team ?? member
  return member.seq > team.seq ? member : team
}
