import { z } from 'zod'
import { CHANNELS } from '#shared/contract/delivery.ts'
import type { DeliveryView } from '#shared/contract/message-page.ts'
import type { Query, Reply } from '#shared/contract/routes.ts'
import { type Answer, answer } from '../answer.ts'
import type { TeamReads } from '../ports.ts'
import type { Team } from '../records.ts'
import { decodeCursor, encodeCursor, keyIn, type ListAsked } from '../views/cursor.ts'
import type { View } from '../views/view.ts'
import type { DeliveryPageQuery } from './ports.ts'
import type { Letter } from './records.ts'
import { wordsOf } from './words.ts'

const keySchema = z.tuple([z.string(), z.enum(CHANNELS), z.string()])

/** What was sent to whom, and how it went. */
export async function deliveryLog(
  { reads, terms, asOf }: View,
  query: Pick<Query<'deliveries'>, 'channel' | 'state' | 'cursor'> & { limit: number },
): Promise<Answer<Reply<'deliveries'>>> {
  const { team } = terms
  const { channel, state, limit } = query
  const list = { team: team.id, channel, state }
  const read = afterOf(query.cursor, list)
  if (!read.ok) return read
  const letters = await reads.deliveryPage({ channel, state, after: read.value, limit })
  const last = letters.length === limit ? letters.at(-1) : undefined
  return answer({
    asOf,
    deliveries: await describeLetters(reads, { team, letters }),
    ...(last ? { nextCursor: cursorAfter(last, list) } : {}),
  })
}

function cursorAfter({ delivery }: Letter, list: ListAsked): string {
  const { message, channel, recipient, createdAt } = delivery
  const id = JSON.stringify([message, channel, recipient])
  return encodeCursor({ value: createdAt, id }, list)
}

function afterOf(cursor: string | undefined, list: ListAsked): Answer<DeliveryPageQuery['after']> {
  if (cursor === undefined) return answer(undefined)
  const read = decodeCursor(cursor, { list, fits: ({ value }) => typeof value === 'number' })
  if (!read.ok) return read
  const key = keyIn(read.value, keySchema)
  if (!key.ok) return key
  const [message, channel, recipient] = key.value
  return answer({ at: Number(read.value.value), message, channel, recipient })
}

export async function describeLetters(
  reads: TeamReads,
  { team, letters }: { team: Team; letters: readonly Letter[] },
): Promise<DeliveryView[]> {
  const ids = letters.map(({ delivery }) => delivery.recipient)
  const members = await reads.members([...new Set(ids)])
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const urls = new Map((await reads.endpoints()).map(({ id, url }) => [id, url]))
  return letters.map(({ message, delivery }) => {
    const { channel, recipient: id, state, dueAt, outcome } = delivery
    const name = (channel === 'webhook' ? urls : names).get(id) ?? id
    return {
      message: message.id,
      channel,
      recipient: { id, name },
      at: message.createdAt,
      state,
      attempts: delivery.earlierAttempts + delivery.attempts,
      ...(state === 'waiting' && dueAt !== undefined ? { nextAt: dueAt } : {}),
      ...(outcome ? { outcome } : {}),
      ...wordsOf(message.content, team),
    }
  })
}
