import type { Millis } from '#shared/credits/amounts.ts'
import { type Audience, isMailPromised, topicOf } from '#shared/credits/notices.ts'
import type { TeamWrites } from '../ports.ts'
import type { Member } from '../records.ts'
import type { Delivery, DeliveryKey, Message } from './records.ts'

export type Telling = {
  message: Message
  /** The member whose own account it is about. */
  holder?: string
  /** Only in the inbox: it is about a cycle that is over. */
  isHistory?: boolean
}

/**
 * Writes messages and what must be delivered for each, in the caller's own transaction: what they
 * are about and its deliveries are there together or not at all.
 */
export async function tell(tx: TeamWrites, tellings: readonly Telling[]): Promise<void> {
  if (tellings.length === 0) return
  const people = await peopleFor(tx, tellings)
  const endpoints = (await tx.endpoints()).filter((endpoint) => endpoint.state === 'on')
  const deliveries = tellings.flatMap((telling) => {
    const toPeople = people(telling).flatMap((person) => deliveriesTo(person, telling))
    const toEndpoints = telling.isHistory
      ? []
      : endpoints.map(({ id }) => waiting(telling.message, { channel: 'webhook', recipient: id }))
    return [...toPeople, ...toEndpoints]
  })
  await tx.saveMessages(tellings.map(({ message }) => message))
  await tx.saveDeliveries(deliveries)
}

type Person = { member: Member; wantsMail: boolean }

async function peopleFor(
  tx: TeamWrites,
  tellings: readonly Telling[],
): Promise<(telling: Telling) => Person[]> {
  const team = tellings.some(({ message }) => message.audience !== 'holder')
    ? await tx.adminsAndBilling()
    : []
  const holders = new Set(tellings.flatMap(({ holder }) => holder ?? []))
  const own = holders.size > 0 ? await tx.members([...holders]) : []
  const ids = new Set([...team, ...own].map((member) => member.id))
  const choices = ids.size > 0 ? await tx.mailChoices([...ids]) : []
  const off = new Set(choices.flatMap(({ member, topic, on }) => (on ? [] : `${topic} ${member}`)))
  const byId = new Map(own.map((member) => [member.id, member]))
  return ({ message: { audience }, holder }) => {
    const topic = topicOf(audience)
    return membersOf(audience, { team, holder: byId.get(holder ?? '') }).map((member) => ({
      member,
      wantsMail:
        isMailPromised(member.roles.includes('billing'), topic) ||
        !off.has(`${topic} ${member.id}`),
    }))
  }
}

function membersOf(
  audience: Audience,
  of: { team: readonly Member[]; holder: Member | undefined },
): Member[] {
  switch (audience) {
    case 'holder':
      return of.holder && of.holder.removedAt === undefined ? [of.holder] : []
    case 'admin-and-billing':
      return [...of.team]
    case 'billing':
      return of.team.filter((member) => member.roles.includes('billing'))
    default:
      return audience satisfies never
  }
}

function deliveriesTo({ member, wantsMail }: Person, telling: Telling): Delivery[] {
  const { message, isHistory } = telling
  const { createdAt } = message
  const recipient = member.id
  const inbox: Delivery = {
    ...waiting(message, { channel: 'inbox', recipient }),
    state: 'sent',
    outcome: { at: createdAt, detail: 'In the inbox' },
  }
  const { dueAt: _, ...delivered } = inbox
  const isMailed = wantsMail && !isHistory && member.email !== ''
  return isMailed ? [delivered, waiting(message, { channel: 'mail', recipient })] : [delivered]
}

/** Due at once; of a digest, when it is complete. */
export function waiting(
  message: Message,
  to: Pick<DeliveryKey, 'channel' | 'recipient'>,
  at: Millis = message.createdAt,
): Delivery {
  const dueAt = message.gathersUntil ?? at
  const { id, createdAt } = message
  const counts = { attempts: 0, earlierAttempts: 0, resends: 0 }
  return { message: id, ...to, state: 'waiting', ...counts, dueAt, createdAt }
}
