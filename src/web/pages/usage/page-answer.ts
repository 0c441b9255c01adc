import type { ResourceUsage } from '#shared/contract/usage.ts'
import { consequence, costSentence } from '#web/format/consequence.ts'
import {
  membersAtLimit,
  membersPastLimit,
  payingMembers,
  stoppedMembers,
} from '#web/format/member-counts.ts'
import { isClosed, type Telling, together } from '#web/format/telling.ts'
import {
  atLimitTitle,
  calmTitle,
  closedTitle,
  nextRunOut,
  othersStopped,
  pastTitle,
  payingTitle,
  runOutTitle,
  stoppedTitle,
} from './answer-titles.ts'

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
 * What runs out first, and what happens then. What has stopped comes before what will run out,
 * soonest first; that before what goes on and costs money, which nobody has to act on in time; and
 * that before members who go on past their limit at no cost.
 */
export function pageAnswer(resources: readonly ResourceUsage[], telling: Telling): PageAnswer {
  if (isClosed(telling)) {
    const past = resources.filter(wentPastLimit)
    return { title: closedTitle({ all: resources, past }, telling), detail: undefined }
  }
  const stopped = resources.find((usage) => stoppedMembers(usage) > 0 || isStoppedWhole(usage))
  if (stopped) {
    const next = afterStopped(resources, { stopped, telling })
    return { ...answer(stopped, stoppedTitle(stopped), telling), next }
  }
  const soonest = soonestOf(resources)
  if (soonest) {
    const next = payingNext(resources, soonest.usage)
    return { ...answer(soonest.usage, runOutTitle(soonest, telling), telling), next }
  }
  const paying = resources.find(isPaying)
  if (paying) return payingAnswer(resources, { paying, telling })
  const atLimit = resources.find((usage) => membersAtLimit(usage) > 0)
  if (atLimit) return answer(atLimit, atLimitTitle(atLimit), telling)
  const past = resources.find(isPastLimit)
  if (past) return answer(past, pastTitle(past), telling)
  return { title: calmTitle(resources, telling), detail: undefined }
}

function answer(about: ResourceUsage, title: string, telling: Telling): PageAnswer {
  return { title, detail: consequence(about, telling), about }
}

function payingAnswer(
  resources: readonly ResourceUsage[],
  { paying, telling }: { paying: ResourceUsage; telling: Telling },
): PageAnswer {
  // That they go on is said by the title; what it costs comes next.
  const detail = payingMembers(paying) > 0 ? costSentence(paying, telling) : undefined
  return {
    ...answer(paying, payingTitle(paying), telling),
    ...(detail ? { detail } : {}),
    next: payingNext(resources, paying),
  }
}

function afterStopped(
  resources: readonly ResourceUsage[],
  { stopped, telling }: { stopped: ResourceUsage; telling: Telling },
): string {
  const others = resources.filter((usage) => usage !== stopped && isStoppedWhole(usage))
  const soonest = soonestOf(resources)
  return together(
    othersStopped(others),
    soonest && nextRunOut(soonest, telling),
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

/** What was bought before the limit was raised was past it all the same. */
function wentPastLimit(usage: ResourceUsage): boolean {
  const { used, ofAllowance } = usage.standing
  return isPastLimit(usage) || (usage.holder.kind !== 'members' && used > ofAllowance)
}

function isStoppedWhole({ holder, standing }: ResourceUsage): boolean {
  return holder.kind !== 'members' && (standing.work === 'suspended' || standing.work === 'paused')
}
