import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { Decision } from '#web/api/optimistic-switch.ts'
import { count, MEMBERS } from '#web/format/number.ts'

/** A decision that a person is asked to confirm, and whom it is for. */
export type Question = Decision & {
  /** `Ana Kovač`, `all members`, `12 members`; absent for the team's own allowance. */
  whom?: string
  /** Whether turning it back restores each account: not when members decided differently before. */
  exact: boolean
}

/** `pay-as-you-go for Flows credits`, `pay-as-you-go on AI credits for Ana Kovač`. */
function subject({ resource, whom }: Question): string {
  const { name } = RESOURCE_TRAITS[resource]
  return whom === undefined ? `pay-as-you-go for ${name}` : `pay-as-you-go on ${name} for ${whom}`
}

export function questionTitle(question: Question): string {
  return `Turn ${question.body.on ? 'on' : 'off'} ${subject(question)}?`
}

export function doneTitle(question: Question): string {
  const words = subject(question)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} is ${question.body.on ? 'on' : 'off'}.`
}

export function failedTitle(question: Question): string {
  const words = subject(question)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} is still ${question.body.on ? 'off' : 'on'}.`
}

export function reversed(question: Question): Question {
  return { ...question, body: { ...question.body, on: !question.body.on } }
}

export function undoLabel(question: Question): string {
  if (question.exact) return 'Undo'
  return question.body.on ? 'Turn back off' : 'Turn back on'
}

export function ofTeam(resource: Question['resource'], on: boolean): Question {
  const perMember = resource === 'ai'
  return {
    resource,
    body: { on, target: { kind: 'team' } },
    exact: !perMember,
    ...(perMember ? { whom: 'all members' } : {}),
  }
}

export function ofMembers(
  resource: Question['resource'],
  members: readonly { id: string; name: string }[],
  on: boolean,
): Question {
  const [first] = members
  return {
    resource,
    body: { on, target: { kind: 'members', members: members.map(({ id }) => id) } },
    exact: true,
    whom: members.length === 1 && first ? first.name : count(members.length, MEMBERS),
  }
}
