import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { cycleDays, dayOf, isSameDay } from '#web/format/date.ts'
import { listed } from '#web/format/list.ts'
import {
  membersAtLimit,
  membersPastLimit,
  payingMembers,
  stoppedMembers,
} from '#web/format/member-counts.ts'
import { count, MEMBERS, whole } from '#web/format/number.ts'
import { capital, type Telling } from '#web/format/telling.ts'
import { isToldToMember, whose } from '#web/format/whose.ts'

export function stoppedTitle(usage: ResourceUsage): string {
  const members = stoppedMembers(usage)
  if (members > 0) {
    return `${count(members, MEMBERS)} ${members === 1 ? 'has' : 'have'} run out of ${nameOf(usage)}.`
  }
  return `${capital(whose(usage))} have run out.`
}

export function payingTitle(usage: ResourceUsage): string {
  const members = payingMembers(usage)
  if (members > 0) {
    return `${count(members, MEMBERS)} ${members === 1 ? 'is' : 'are'} on pay-as-you-go for ${nameOf(usage)}.`
  }
  return `${capital(whose(usage))} are on pay-as-you-go.`
}

export function atLimitTitle(usage: ResourceUsage): string {
  const members = membersAtLimit(usage)
  return `${count(members, MEMBERS)} ${members === 1 ? 'has' : 'have'} reached the limit of ${nameOf(usage)}.`
}

/** Past the limit at no cost: bonus credits are at hand. */
export function pastTitle(usage: ResourceUsage): string {
  const { bonusLeft } = usage.standing
  return `${capital(whose(usage))} have passed their limit; ${whole(bonusLeft)} bonus credits are left.`
}

export function runOutTitle(next: { usage: ResourceUsage; at: number }, telling: Telling): string {
  const day = dayWords(next.at, telling)
  // To a Member there is nothing that it could come before.
  const first = isToldToMember(next.usage) ? ' ' : ' first, '
  return `${capital(whose(next.usage))} run out${first}${day}.`
}

/** Nothing stops, costs or runs out: to a Member, of the only credits that they see. */
export function calmTitle(resources: readonly ResourceUsage[], telling: Telling): string {
  const last = dayOf(telling.cycle.end - 1, telling.frame)
  const [own] = resources.filter(isToldToMember)
  if (resources.every((usage) => usage.standing.used === 0)) {
    return own
      ? `None of ${whose(own)} have been used in this cycle yet.`
      : 'Nothing has been used in this cycle yet.'
  }
  if (resources.every((usage) => usage.forecast.kind === 'too-early')) {
    return own
      ? `${capital(whose(own))} are within their limit. It is too early to say when they run out.`
      : 'All is within its limit. It is too early to say what runs out first.'
  }
  return own
    ? `At this pace, ${whose(own)} last until ${last}.`
    : `At this pace, nothing runs out by ${last}.`
}

/** How far use came in a cycle that is over. */
export function closedTitle(
  { all, past }: { all: readonly ResourceUsage[]; past: readonly ResourceUsage[] },
  telling: Telling,
): string {
  const days = cycleDays(telling.cycle, telling.frame)
  if (past.length > 0) return `${days}: ${listed(past.map(withMembers))} went past the limit.`
  const [own] = all.filter(isToldToMember)
  if (own) return `${days}: ${whose(own)} stayed within their limit.`
  return `${days}: everything stayed within its limit.`
}

export function othersStopped(usages: readonly ResourceUsage[]): string | undefined {
  return usages.length > 0 ? `${listed(usages.map(nameOf))} have run out too.` : undefined
}

export function nextRunOut(next: { usage: ResourceUsage; at: number }, telling: Telling): string {
  return `Next, at this pace, ${nameOf(next.usage)} run out ${dayWords(next.at, telling)}.`
}

function dayWords(at: number, { frame }: Telling): string {
  return isSameDay(at, frame.asOf, frame.zone) ? 'today' : `on ${dayOf(at, frame)}`
}

/** `AI credits of 5 members`. */
function withMembers(usage: ResourceUsage): string {
  const members = membersPastLimit(usage)
  return members > 0 ? `${nameOf(usage)} of ${count(members, MEMBERS)}` : whose(usage)
}

function nameOf(usage: ResourceUsage): string {
  return RESOURCE_TRAITS[usage.resource].name
}
