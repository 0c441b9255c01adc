import type { MessageContent } from '#shared/contract/message.ts'
import { liftSentence } from '#shared/credits/lift.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { momentIn } from './moment.ts'
import { money } from './money.ts'
import { stops, whole } from './words-work.ts'

type Stopped = Extract<MessageContent, { kind: 'stopped' }>

/** Of work that a decision stopped: which one, whose work, until when, and what lifts it. */
export function stoppedWords(
  content: Stopped,
  team: { name: string; zone: string },
): { subject: string; lines: string[] } {
  const { resource, members, cycle, lift, cause } = content
  const { name, atLimit } = RESOURCE_TRAITS[resource]
  const lifts = liftSentence(lift, { canSwitch: false })
  const whose =
    members === undefined ? '' : ` for ${whole(members)} ${members === 1 ? 'member' : 'members'}`
  const by = cause.kind === 'plan' ? `the ${cause.name} plan` : 'the new spend cap'
  return {
    subject: `${team.name}: work on ${name} is ${atLimit} by ${by}`,
    lines: [
      reason(content),
      `${stops(resource)}${whose} until ${momentIn(cycle.end, team.zone)}.`,
      ...(lifts === undefined ? [] : [lifts]),
    ],
  }
}

function reason({ cause, resource }: Stopped): string {
  const { name } = RESOURCE_TRAITS[resource]
  switch (cause.kind) {
    case 'plan':
      return `The team is on the ${cause.name} plan now, and its ${name} are used up.`
    case 'spend-cap': {
      const cap = money(cause.capMicros, cause.currency)
      const spent = money(cause.spentMicros, cause.currency)
      return `The spend cap for ${name} was set to ${cap}, and ${spent} of this billing cycle is spent: pay-as-you-go buys no more.`
    }
    default:
      return cause satisfies never
  }
}
