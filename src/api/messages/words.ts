import type { MessagePath } from '#shared/contract/inbox.ts'
import type { MessageContent } from '#shared/contract/message.ts'
import { liftSentence, otherwiseSentence } from '#shared/credits/lift.ts'
import { isStopped, WARNING_BPS } from '#shared/credits/limit.ts'
import { PROVIDER_NAMES } from '#shared/credits/provider.ts'
import { failureSentence } from '#shared/credits/reading-failure.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { dayIn, momentIn } from './moment.ts'
import { money } from './money.ts'
import { digestWords } from './words-digest.ts'
import { stoppedWords } from './words-stopped.ts'
import { goesOn, stops, whole } from './words-work.ts'

/** What a message says, in the inbox and in a mail. */
export type Words = {
  subject: string
  lines: string[]
  /** Where on the page it leads. */
  path: MessagePath
}

type Team = { name: string; zone: string }
type Limit = Extract<MessageContent, { kind: 'limit' }>

const PATHS: Record<Resource, MessagePath> = {
  flows: '/flows',
  ai: '/ai-credits',
  'api-calls': '/api-calls',
  assistant: '/assistant',
}

export function wordsOf(content: MessageContent, team: Team): Words {
  switch (content.kind) {
    case 'limit':
      return limitWords(content, team)
    case 'members-close':
    case 'members-on-pay-as-you-go':
      return { ...digestWords(content, team), path: PATHS[content.resource] }
    case 'charges':
      return chargesWords(content, team)
    case 'stopped':
      return { ...stoppedWords(content, team), path: PATHS[content.resource] }
    case 'webhook-off':
      return {
        subject: `A webhook of ${team.name} was turned off`,
        lines: [
          `${content.url} has taken nothing since ${momentIn(content.since, team.zone)}, so nothing more is sent there.`,
          'Once it answers again, turn it on in the delivery log.',
        ],
        path: '/deliveries',
      }
    case 'account-unread':
      return accountWords(content, team)
    case 'low-credit':
      return lowCreditWords(content, team)
    case 'test':
      return {
        subject: `A test from Headroom for ${team.name}`,
        lines: [`${content.by} asked for this test. Alerts will arrive like this.`],
        path: '/inbox',
      }
    default:
      return content satisfies never
  }
}

function limitWords(content: Limit, team: Team): Words {
  const isOwn = content.member !== undefined
  return {
    subject: limitSubject(content, team, isOwn),
    lines: [
      `${figures(content, isOwn ? 'You have' : `${team.name} has`)}.`,
      ...lowered(content),
      consequence(content, team, isOwn),
      ...remedy(content),
      ...renewal(content, team, isOwn),
    ],
    path: isOwn ? '/' : PATHS[content.resource],
  }
}

function accountWords(
  { provider, failure, since }: Extract<MessageContent, { kind: 'account-unread' }>,
  team: Team,
): Words {
  const name = PROVIDER_NAMES[provider]
  return {
    subject: `The ${name} account of ${team.name} can’t be read`,
    lines: [
      failureSentence(failure, provider),
      `Reading it has failed since ${momentIn(since, team.zone)}. Until it is read again, what is used there is missing from the figures here.`,
    ],
    path: provider === 'flowly' ? '/assistant' : '/flows',
  }
}

function lowCreditWords(
  content: Extract<MessageContent, { kind: 'low-credit' }>,
  team: Team,
): Words {
  const { left, mark, credits, resource, cycle } = content
  const { name } = RESOURCE_TRAITS[resource]
  const asked =
    mark.kind === 'percent'
      ? `${mark.percent} % of the monthly allowance, ${whole(credits)}, are left`
      : `${whole(credits)} are left`
  return {
    subject: `${team.name} has ${whole(left)} ${name} left`,
    lines: [
      `${whole(left)} ${name} are left, bonus credits included.`,
      `Your team asked to be told when ${asked}.`,
      `The monthly allowance renews on ${momentIn(cycle.end, team.zone)}. Bonus credits can be bought at any time, and never expire.`,
    ],
    path: PATHS[resource],
  }
}

function lowered({ loweredBy, allowance }: Limit): string[] {
  if (loweredBy === undefined) return []
  return [`The limit was lowered: it is ${whole(allowance)} on the ${loweredBy} plan.`]
}

function limitSubject(content: Limit, team: Team, isOwn: boolean): string {
  const { name } = RESOURCE_TRAITS[content.resource]
  const who = isOwn ? 'You have' : `${team.name} has`
  const whose = isOwn ? 'your' : 'its'
  switch (content.threshold) {
    case 'warning':
      return `${who} passed ${WARNING_BPS / 100} % of ${whose} ${name}`
    case 'reached':
      return `${who} used all of ${whose} ${name}`
    case 'exceeded':
      return `${who} passed the limit of ${whose} ${name}`
    default:
      return content.threshold satisfies never
  }
}

function figures({ used, allowance, resource }: Limit, who: string): string {
  return `${who} used ${whole(used)} of ${whole(allowance)} ${RESOURCE_TRAITS[resource].name}`
}

function consequence(content: Limit, team: Team, isOwn: boolean): string {
  const { work, threshold, resource, cycle } = content
  switch (work) {
    case 'open':
      return threshold === 'warning'
        ? 'Nothing stops yet.'
        : 'Work goes on: there are other credits at hand.'
    case 'on-pay-as-you-go':
      return `${goesOn(resource)} by pay-as-you-go, which is billed.`
    case 'suspended':
    case 'paused':
      return `${stops(resource)}${isOwn ? ' for you' : ''} until ${momentIn(cycle.end, team.zone)}.`
    default:
      return work satisfies never
  }
}

/** Only what there is: a team on the largest plan is told of no larger one. */
function remedy({ work, offered, lift, otherwise, hasLargerPlan }: Limit): string[] {
  if (!isStopped(work)) return []
  const words = liftSentence(lift ?? (offered ? 'turn-on' : 'none'), { canSwitch: false })
  if (words !== undefined) return [words]
  if (otherwise) return [otherwiseSentence(otherwise, { canSwitch: false })]
  return hasLargerPlan ? ['A larger plan lifts this at once.'] : []
}

/** What stops, stops until then: it is said already. */
function renewal(content: Limit, { zone }: Team, isOwn: boolean): string[] {
  if (isStopped(content.work)) return []
  return [`${isOwn ? 'Your' : 'The'} allowance renews on ${momentIn(content.cycle.end, zone)}.`]
}

function chargesWords(content: Extract<MessageContent, { kind: 'charges' }>, team: Team): Words {
  const { cycle, micros, threshold, currency } = content
  const past = money(threshold, currency)
  return {
    subject: `${team.name}: pay-as-you-go charges have passed ${past}`,
    lines: [
      `The charges of the billing cycle since ${dayIn(cycle.start, team.zone)} are ${money(micros, currency)} now, past ${past}.`,
      'You are told once in each cycle. A Billing admin can change the threshold under Invoices.',
      `The cycle ends on ${momentIn(cycle.end, team.zone)}.`,
    ],
    path: '/invoices',
  }
}
