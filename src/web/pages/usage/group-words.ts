import type { Alert } from '#shared/contract/usage.ts'
import { WARNING_BPS } from '#shared/credits/limit.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { count, MEMBERS } from '#web/format/number.ts'
import { percent } from '#web/format/share.ts'

const NAMED = 3

/** What several members' alerts have in common: `3 members have used all of their AI credits: …`. */
export function groupWords(alerts: readonly Alert[], first: Alert): string {
  return `${count(alerts.length, MEMBERS)} ${happened(first)}: ${names(alerts)}.`
}

function happened({ work, threshold, resource }: Alert): string {
  const { name } = RESOURCE_TRAITS[resource]
  if (work === 'open' && threshold === 'warning') {
    return `have passed ${percent(WARNING_BPS)} of their ${name}`
  }
  return `have used all of their ${name}`
}

function names(alerts: readonly Alert[]): string {
  const all = alerts.flatMap(({ member }) => (member ? [member.name] : []))
  const more = all.length - NAMED
  if (more > 0) return `${all.slice(0, NAMED).join(', ')} and ${more} more`
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
