import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { consequence, costSentence } from '#web/format/consequence.ts'
import { cycleDays, dayOf, isSameDay } from '#web/format/date.ts'
import {
  membersAtLimit,
  membersPastLimit,
  payingMembers,
  stoppedMembers,
} from '#web/format/member-counts.ts'
import { count, MEMBERS } from '#web/format/number.ts'
import { isClosed, type Telling, together } from '#web/format/telling.ts'

/** The page's answer, said at once, and what comes with it. */
export type PageAnswer = {
  title: string
  detail: string | undefined
  /** What comes after it. */
  next?: string | undefined
  /** The resource it is about, if one in particular. */
  about?: ResourceUsage
}

/**
 * What runs out first, and what happens then: what has stopped comes before what costs money, that
 * before what will run out, soonest first.
 */
export function pageAnswer(resources: readonly ResourceUsage[], telling: Telling): PageAnswer {
  if (isClosed(telling)) return closedAnswer(resources, telling)
  const stopped = resources.find((usage) => stoppedMembers(usage) > 0 || isStoppedWhole(usage))
  if (stopped) {
    return {
      ...answer(stopped, stoppedTitle(stopped), telling),
      next: nextSentence(resources, { stopped, telling }),
    }
  }
  const soonest = soonestOf(resources)
  if (soonest) {
    return {
      ...answer(soonest.usage, runOutTitle(soonest, telling), telling),
      next: payingNext(resources, soonest.usage),
    }
  }
  const paying = resources.find(isPaying)
  if (paying) {
    const detail = payingMembers(paying) > 0 ? costSentence(paying, telling) : undefined
    return {
      ...answer(paying, payingTitle(paying), telling),
      ...(detail ? { detail } : {}),
      next: payingNext(resources, paying),
    }
  }
  const atLimit = resources.find((usage) => membersAtLimit(usage) > 0)
  if (atLimit) return answer(atLimit, atLimitTitle(atLimit), telling)
  return { title: calmTitle(resources, telling), detail: undefined }
}

function answer(about: ResourceUsage, title: string, telling: Telling): PageAnswer {
  return { title, detail: consequence(about, telling), about }
}

function stoppedTitle(usage: ResourceUsage): string {
  const members = stoppedMembers(usage)
  if (members > 0) {
    return `${count(members, MEMBERS)} ${members === 1 ? 'has' : 'have'} run out of ${nameOf(usage)}.`
  }
  if (usage.holder.kind === 'member') return `Your ${nameOf(usage)} have run out.`
  return `${nameOf(usage)} have run out.`
}

function payingTitle(usage: ResourceUsage): string {
  const members = payingMembers(usage)
  if (members > 0) {
    return `${count(members, MEMBERS)} ${members === 1 ? 'is' : 'are'} on pay-as-you-go for ${nameOf(usage)}.`
  }
  const whose = usage.holder.kind === 'member' ? 'Your ' : ''
  return `${whose}${nameOf(usage)} are on pay-as-you-go.`
}

function atLimitTitle(usage: ResourceUsage): string {
  const members = membersAtLimit(usage)
  return `${count(members, MEMBERS)} ${members === 1 ? 'has' : 'have'} reached the limit of ${nameOf(usage)}.`
}

function runOutTitle(next: { usage: ResourceUsage; at: number }, telling: Telling): string {
  const day = dayWords(next.at, telling)
  if (next.usage.holder.kind === 'member') return `Your ${nameOf(next.usage)} run out ${day}.`
  return `${nameOf(next.usage)} run out first, ${day}.`
}

function calmTitle(resources: readonly ResourceUsage[], telling: Telling): string {
  const last = dayOf(telling.cycle.end - 1, telling.frame)
  if (resources.every((usage) => usage.standing.used === 0)) {
    return 'Nothing has been used in this cycle yet.'
  }
  if (resources.every((usage) => usage.forecast.kind === 'too-early')) {
    return 'All is within its limit. It is too early to say what runs out first.'
  }
  return `At this pace, nothing runs out by ${last}.`
}

function closedAnswer(resources: readonly ResourceUsage[], telling: Telling): PageAnswer {
  const days = cycleDays(telling.cycle, telling.frame)
  const past = resources.filter(isPastLimit).map(withMembers)
  if (past.length === 0) {
    return { title: `${days}: everything stayed within its limit.`, detail: undefined }
  }
  return { title: `${days}: ${listed(past)} went past the limit.`, detail: undefined }
}

function nextSentence(
  resources: readonly ResourceUsage[],
  { stopped, telling }: { stopped: ResourceUsage; telling: Telling },
): string {
  const others = resources.filter((usage) => usage !== stopped && isStoppedWhole(usage)).map(nameOf)
  const soonest = soonestOf(resources)
  return together(
    others.length > 0 ? `${listed(others)} have run out too.` : undefined,
    soonest &&
      `Next, at this pace, ${nameOf(soonest.usage)} run out ${dayWords(soonest.at, telling)}.`,
    payingNext(resources, stopped),
  )
}

/** Who pays is told even where the title is about another resource. */
function payingNext(resources: readonly ResourceUsage[], title: ResourceUsage): string | undefined {
  const paying = resources.find((usage) => usage !== title && payingMembers(usage) > 0)
  return paying && payingTitle(paying)
}

function soonestOf(resources: readonly ResourceUsage[]) {
  return resources.flatMap(expectedRunOut).sort((a, b) => a.at - b.at)[0]
}

function dayWords(at: number, { frame }: Telling): string {
  return isSameDay(at, frame.asOf, frame.zone) ? 'today' : `on ${dayOf(at, frame)}`
}

function expectedRunOut(usage: ResourceUsage): { usage: ResourceUsage; at: number }[] {
  const { forecast, holder, standing } = usage
  // What one member has left is of no use to another: the sum's date is nobody's.
  if (holder.kind === 'members') return []
  if (standing.work !== 'open' || forecast.kind !== 'forecast') return []
  return forecast.runOut.kind === 'expected' ? [{ usage, at: forecast.runOut.at }] : []
}

/** Of members with limits of their own, the sum says nothing: one may pay while others have left. */
function isPaying(usage: ResourceUsage): boolean {
  if (usage.holder.kind === 'members') return payingMembers(usage) > 0
  return usage.standing.work === 'on-pay-as-you-go'
}

function isPastLimit(usage: ResourceUsage): boolean {
  if (usage.holder.kind === 'members') return membersPastLimit(usage) > 0
  return usage.standing.limit === 'exceeded'
}

/** `AI credits of 5 members`. */
function withMembers(usage: ResourceUsage): string {
  const members = membersPastLimit(usage)
  return members > 0 ? `${nameOf(usage)} of ${count(members, MEMBERS)}` : nameOf(usage)
}

function isStoppedWhole({ holder, standing }: ResourceUsage): boolean {
  return holder.kind !== 'members' && (standing.work === 'suspended' || standing.work === 'paused')
}

function nameOf(usage: ResourceUsage): string {
  return RESOURCE_TRAITS[usage.resource].name
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
