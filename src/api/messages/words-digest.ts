import type { DigestContent, Named } from '#shared/contract/message.ts'
import { isStopped, WARNING_BPS } from '#shared/credits/limit.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { momentIn } from './moment.ts'
import { goesOn, stops, whole } from './words-work.ts'

export function digestWords(
  content: DigestContent,
  team: { name: string; zone: string },
): { subject: string; lines: string[] } {
  const { resource, members, others, cycle } = content
  const more = others === 0 ? [] : [`and ${whole(others)} more`]
  return {
    subject: `${team.name}: ${subject(content)}`,
    lines: [
      ...members.map((member) => memberLine(member, resource)),
      ...more,
      ...meaning(content),
      `Allowances renew on ${momentIn(cycle.end, team.zone)}.`,
    ],
  }
}

function subject(content: DigestContent): string {
  const { kind, resource, members, others } = content
  const [first] = members
  const count = members.length + others
  const who = count === 1 && first ? first.name : `${whole(count)} members`
  const has = count === 1 ? 'has' : 'have'
  const { name } = RESOURCE_TRAITS[resource]
  switch (kind) {
    case 'members-close':
      return `${who} ${has} passed ${WARNING_BPS / 100} % of their ${name}`
    case 'members-on-pay-as-you-go':
      return `${who} ${has} moved to pay-as-you-go for ${name}`
    default:
      return kind satisfies never
  }
}

function memberLine({ name, used, allowance, work }: Named, resource: Resource): string {
  const figures = `${name}: ${whole(used)} of ${whole(allowance)} used`
  return isStopped(work) ? `${figures}. ${stops(resource)} for them.` : `${figures}.`
}

function meaning({ kind, resource }: DigestContent): string[] {
  if (kind === 'members-close') return []
  return [
    `${goesOn(resource)} for them by pay-as-you-go, which is billed. A Billing admin can turn it off.`,
  ]
}
