import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Estimate } from '#shared/credits/forecast.ts'
import { dayOf, dayRange, isSameDay } from './date.ts'
import { membersAtLimit } from './member-counts.ts'
import { about, count, DAYS, estimateRange, MEMBERS, plural, unitOf, whole } from './number.ts'
import { isStopped, type Telling, together } from './telling.ts'

type Ready = Extract<ResourceUsage['forecast'], { kind: 'forecast' }>
type Expected = Extract<Ready['runOut'], { kind: 'expected' }>

/** Where use is heading, in one sentence; nothing where a pace has nothing to say. */
export function forecastSentence(usage: ResourceUsage, telling: Telling): string | undefined {
  const { forecast } = usage
  switch (forecast.kind) {
    case 'closed':
      return undefined
    case 'too-early':
      return tooEarly(forecast)
    case 'forecast':
      return isStopped(usage) ? undefined : ahead(usage, forecast, telling)
    default:
      return forecast satisfies never
  }
}

function tooEarly(forecast: { completeDays: number; neededDays: number }): string {
  const needed = `It is too early for a forecast: it takes ${count(forecast.neededDays, DAYS)} of use`
  if (forecast.completeDays === 0) return `${needed}.`
  return `${needed}, and there ${forecast.completeDays === 1 ? 'is' : 'are'} ${whole(forecast.completeDays)} so far.`
}

function ahead(usage: ResourceUsage, forecast: Ready, telling: Telling): string {
  const { runOut } = forecast
  // What one member has left is of no use to another: a date of the sum would be nobody's.
  if (usage.holder.kind === 'members') {
    return together(total(usage, forecast, telling), atLimitSentence(usage))
  }
  // Bought blocks that run out are followed by others: nothing ends, the total grows.
  if (usage.standing.work === 'on-pay-as-you-go' && isSwitchedOn(usage)) {
    return total(usage, forecast, telling)
  }
  switch (runOut.kind) {
    case 'no-limit':
    case 'already':
      return total(usage, forecast, telling)
    case 'not-this-cycle':
      return `At this pace ${they(usage, 'last')} until ${lastDay(telling)}, with ${withRange(forecast.endTotal)} used by then.`
    case 'possible':
      return `At this pace ${they(usage, 'last')} until ${lastDay(telling)}; if use picks up, ${they(usage, 'run')} out from ${dayOf(runOut.earliest, telling.frame)}.`
    case 'expected':
      return `At this pace ${they(usage, 'run')} out ${expectedDay(runOut, telling)}.`
    default:
      return runOut satisfies never
  }
}

/** A pool is spoken of as such: the sentence may come after one on the reader's own part. */
function they({ holder }: ResourceUsage, verb: 'last' | 'run'): string {
  return holder.kind === 'pool' ? `the pool ${verb}s` : `they ${verb}`
}

function total(usage: ResourceUsage, { endTotal }: Ready, telling: Telling): string {
  return `At this pace ${inAll(usage, endTotal)} by ${lastDay(telling)}.`
}

/** `3 of 12 members are at or past their limit.` */
function atLimitSentence(usage: ResourceUsage): string | undefined {
  const members = membersAtLimit(usage)
  if (usage.holder.kind !== 'members' || members === 0) return undefined
  const all = count(usage.holder.counts.members, MEMBERS)
  return `${whole(members)} of ${all} ${members === 1 ? 'is' : 'are'} at or past their limit.`
}

function isSwitchedOn({ payAsYouGo }: ResourceUsage): boolean {
  return payAsYouGo.kind === 'offered' && payAsYouGo.on
}

function inAll(usage: ResourceUsage, total: Estimate): string {
  return `${withRange(total, plural(total.mid, unitOf(usage.resource)))} are used`
}

/** `about 1,700 (1,600–1,800)`, or without the range where there is no doubt. */
function withRange(total: Estimate, unit = ''): string {
  const figure = unit === '' ? about(total) : `${about(total)} ${unit}`
  return total.low === total.high ? figure : `${figure} (${estimateRange(total)})`
}

/** The cycle's last day, as its end is the midnight after. */
function lastDay(telling: Telling): string {
  return dayOf(telling.cycle.end - 1, telling.frame)
}

/** `on 24 Nov (22–27 Nov)`. */
function expectedDay(runOut: Expected, telling: Telling): string {
  const { frame } = telling
  const day = isSameDay(runOut.at, frame.asOf, frame.zone)
    ? 'today'
    : `on ${dayOf(runOut.at, frame)}`
  // The slower path never gets there: the range is open at its end.
  if (runOut.latest === undefined) return `${day} (${dayOf(runOut.earliest, frame)} or later)`
  if (isSameDay(runOut.earliest, runOut.latest, frame.zone)) return day
  return `${day} (${dayRange({ first: runOut.earliest, last: runOut.latest }, frame)})`
}
