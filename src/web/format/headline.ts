import type { ResourceUsage } from '#shared/contract/usage.ts'
import { forecastSentence } from './forecast-sentence.ts'
import { countsOf, membersWithin, pastMembersLimits } from './member-counts.ts'
import { count, MEMBERS, plural, unitOf, whole } from './number.ts'
import { isClosed, type Telling, together } from './telling.ts'

/** `482 of 2,000 credits left. At this pace they run out on 24 Nov (22–27 Nov).` */
export function headline(usage: ResourceUsage, telling: Telling): string {
  return together(leftSentence(usage, telling), forecastSentence(usage, telling))
}

/** What is left, or what was used of a cycle that is over: `482 of 2,000 credits left.` */
export function leftSentence(usage: ResourceUsage, telling: Telling): string {
  const { allowance, left, used } = usage.standing
  const unit = unitOf(usage.resource)
  if (allowance.kind === 'unlimited' || left.kind === 'unlimited') {
    return `${count(used, unit)} used. There is no limit.`
  }
  if (allowance.credits === 0) return withoutAllowance(usage)
  if (isClosed(telling)) {
    return `${whole(used)} of ${count(allowance.credits, unit)} were used${among(usage)}.`
  }
  if (left.credits > 0 && pastMembersLimits(usage) > 0) {
    const within = whole(membersWithin(usage))
    return `${whole(left.credits)} of ${count(allowance.credits, unit)} left, for ${within} of ${ofMembers(usage)}.`
  }
  if (left.credits > 0) {
    return `${whole(left.credits)} of ${count(allowance.credits, unit)} left${among(usage)}.`
  }
  return together(allUsed(usage, allowance.credits), bonusInUse(usage))
}

/** Whose allowance it is, where it isn't plainly the team's or the reader's own. */
export function among(usage: ResourceUsage): string {
  const { holder } = usage
  switch (holder.kind) {
    case 'team':
    case 'member':
      return ''
    case 'pool':
      // Who left in the cycle brought their part, too.
      return holder.members === 1
        ? ', pooled for 1 member'
        : `, pooled for ${count(holder.members, MEMBERS)} of this cycle, those who left included`
    case 'members':
      return ` across ${ofMembers(usage)}`
    default:
      return holder satisfies never
  }
}

function ofMembers(usage: ResourceUsage): string {
  return count(countsOf(usage)?.members ?? 0, MEMBERS)
}

function withoutAllowance(usage: ResourceUsage): string {
  const { used } = usage.standing
  const unit = unitOf(usage.resource)
  if (used === 0) return together(`No ${unit.many} are included in this plan.`, bonusInUse(usage))
  const none = `${count(used, unit)} used; none are included in this plan.`
  return together(none, bonusInUse(usage))
}

function allUsed(usage: ResourceUsage, allowance: number): string {
  const { used } = usage.standing
  const all = `All ${count(allowance, unitOf(usage.resource))} are used${among(usage)}`
  return used > allowance ? `${all}; use stands at ${whole(used)}.` : `${all}.`
}

function bonusInUse(usage: ResourceUsage): string | undefined {
  const { bonusLeft } = usage.standing
  if (bonusLeft === 0) return undefined
  const unit = unitOf(usage.resource)
  return `${whole(bonusLeft)} bonus ${plural(bonusLeft, unit)} left.`
}
