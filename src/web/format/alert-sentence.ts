import type { Alert } from '#shared/contract/usage.ts'
import type { Threshold } from '#shared/credits/crossing.ts'
import { liftSentence } from '#shared/credits/lift.ts'
import { WARNING_BPS } from '#shared/credits/limit.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { moment } from './moment.ts'
import { whole } from './number.ts'
import { percent } from './share.ts'
import { STOP_WORDS } from './stop-words.ts'
import { capital, isClosed, type Telling, together } from './telling.ts'

export type AlertTelling = {
  telling: Telling
  /** The reader's member id: their own alerts speak to them. */
  viewer: string | undefined
  /** What lifts the limit where pay-as-you-go does not. */
  otherwise: string
}

/** The parts of an alert: what happened, and what it means for work and who can change it. */
export type AlertWords = { what: string; meaning: string | undefined }

/**
 * What an alert says. The figures are those of the charge that raised it; what it means for work
 * is as of now.
 */
export function alertWords(alert: Alert, options: AlertTelling): AlertWords {
  const over = isClosed({ ...options.telling, cycle: alert.cycle })
  return {
    what: `${whatHappened(alert, options.viewer)}.`,
    meaning: over ? undefined : meaning(alert, options),
  }
}

export function alertSentence(alert: Alert, options: AlertTelling): string {
  const words = alertWords(alert, options)
  return together(words.what, words.meaning)
}

function whatHappened(alert: Alert, viewer: string | undefined): string {
  const { name } = RESOURCE_TRAITS[alert.resource]
  const { threshold, member } = alert
  const figures = `${whole(alert.used)} of ${whole(alert.allowance)}`
  if (!member) return ofTeam(threshold, { name, figures, alert })
  const isViewer = member.id === viewer
  const who = isViewer ? 'You have' : `${member.name} has`
  const whose = isViewer ? 'your' : 'their'
  switch (threshold) {
    case 'warning':
      return `${who} passed ${percent(WARNING_BPS)} of ${whose} ${name}: ${figures} used`
    case 'reached':
      return `${who} used all ${whole(alert.allowance)} of ${whose} ${name}`
    case 'exceeded':
      return `${who} passed ${whose} limit of ${whole(alert.allowance)} ${name}: ${whole(alert.used)} used`
    default:
      return threshold satisfies never
  }
}

function ofTeam(
  threshold: Threshold,
  words: { name: string; figures: string; alert: Alert },
): string {
  const { name, figures, alert } = words
  switch (threshold) {
    case 'warning':
      return `The team has passed ${percent(WARNING_BPS)} of its ${name}: ${figures} used`
    case 'reached':
      return `The team has used all ${whole(alert.allowance)} of its ${name}`
    case 'exceeded':
      return `The team has passed its limit of ${whole(alert.allowance)} ${name}: ${whole(alert.used)} used`
    default:
      return threshold satisfies never
  }
}

function meaning(alert: Alert, options: AlertTelling): string {
  const { work, threshold } = alert
  switch (work) {
    case 'open':
      return openMeaning(threshold)
    case 'on-pay-as-you-go':
      return together('Work goes on as pay-as-you-go.', whoCanStop(options.telling))
    case 'suspended':
    case 'paused':
      return stoppedMeaning(alert, options)
    default:
      return work satisfies never
  }
}

function openMeaning(threshold: Threshold): string {
  switch (threshold) {
    case 'warning':
      return 'Nothing stops yet.'
    case 'reached':
    case 'exceeded':
      return 'Work goes on: there are credits at hand again.'
    default:
      return threshold satisfies never
  }
}

function stoppedMeaning(alert: Alert, options: AlertTelling): string {
  const { telling, viewer, otherwise } = options
  const words = STOP_WORDS[alert.resource]
  const until = moment(alert.cycle.end, telling.frame)
  return together(
    `${capital(words.stops)}${forWhom(alert, viewer)} until ${until}.`,
    liftSentence(alert.lift ?? 'none', telling) ?? otherwise,
  )
}

function forWhom(alert: Alert, viewer: string | undefined): string {
  if (!alert.member) return ''
  return alert.member.id === viewer ? ' for you' : ` for ${alert.member.name}`
}

function whoCanStop(telling: Telling): string | undefined {
  return telling.canSwitch ? undefined : 'A Billing admin can turn it off.'
}
