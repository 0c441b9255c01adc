import type { ResourceUsage } from '#shared/contract/usage.ts'
import { listed } from './list.ts'
import { membersPastLimit, pastMembersLimits } from './member-counts.ts'
import { moment } from './moment.ts'
import { count, MEMBERS, plural, unitOf, whole } from './number.ts'
import { isClosed, type Telling } from './telling.ts'

/** What is at hand besides the allowance, and what nothing covered: only what there is. */
export function bucketSentences(usage: ResourceUsage, telling: Telling): string[] {
  const sentences = [
    pastSentence(usage, telling),
    bonusSentence(usage, telling),
    boughtSentence(usage, telling),
    pendingSentence(usage),
    uncoveredSentence(usage),
  ]
  return sentences.filter((sentence) => sentence !== undefined)
}

/** Why what members used and what they have left is more than they were given. */
function pastSentence(usage: ResourceUsage, telling: Telling): string | undefined {
  if (isClosed(telling)) return undefined
  if (usage.holder.kind !== 'members') return elsewhereSentence(usage)
  const past = pastMembersLimits(usage)
  if (past === 0) return undefined
  const members = membersPastLimit(usage)
  const whose = members === 1 ? 'the limit of 1 member' : `the limits of ${count(members, MEMBERS)}`
  return `${count(usage.standing.used, unitOf(usage.resource))} are used in all, ${whole(past)} of them past ${whose}.`
}

/** After a raised limit: what was used besides the allowance, so that all adds up. */
function elsewhereSentence({ standing, buckets, resource }: ResourceUsage): string | undefined {
  const { used, ofAllowance } = standing
  if (used === ofAllowance) return undefined
  const parts = [
    `${whole(buckets.included)} of the allowance`,
    ...(buckets.bonus > 0 ? [`${whole(buckets.bonus)} bonus`] : []),
    ...(buckets.payAsYouGo > 0 ? [`${whole(buckets.payAsYouGo)} bought`] : []),
    ...(buckets.uncovered > 0 ? [`${whole(buckets.uncovered)} past an earlier limit`] : []),
  ]
  return `${count(used, unitOf(resource))} are used in all: ${listed(parts)}.`
}

/** Bonus credits come after the included ones, and stay. */
export function bonusSentence(usage: ResourceUsage, telling: Telling): string | undefined {
  const left = usage.standing.bonusLeft
  const used = usage.buckets.bonus
  const unit = unitOf(usage.resource)
  if (used > 0) {
    const sentence = `${whole(used)} bonus ${plural(used, unit)} used in this cycle`
    return isClosed(telling)
      ? `${sentence}.`
      : `${sentence}, ${whole(left)} left; they never expire.`
  }
  if (left === 0 || isClosed(telling)) return undefined
  return `${whole(left)} bonus ${plural(left, unit)} come after the included ones, and never expire.`
}

/** What a bought block still holds, also when the switch is off. */
export function boughtSentence(usage: ResourceUsage, telling: Telling): string | undefined {
  const { boughtLeft } = usage.standing
  if (boughtLeft === 0 || isClosed(telling)) return undefined
  const left = count(boughtLeft, unitOf(usage.resource))
  return `${left} left of what was bought, to be used until ${moment(telling.cycle.end, telling.frame)}.`
}

/** Not used yet, and not free either. */
function pendingSentence(usage: ResourceUsage): string | undefined {
  const { pending } = usage.standing
  if (pending === 0) return undefined
  const held = count(pending, unitOf(usage.resource))
  return `${held} ${pending === 1 ? 'is' : 'are'} held for runs that have not reported yet.`
}

/** Past the limit and never billed. */
export function uncoveredSentence(usage: ResourceUsage): string | undefined {
  const { uncovered } = usage.buckets
  if (uncovered === 0) return undefined
  return `${count(uncovered, unitOf(usage.resource))} went past the limit in work that was let finish; ${uncovered === 1 ? 'it stays' : 'they stay'} unbilled.`
}
