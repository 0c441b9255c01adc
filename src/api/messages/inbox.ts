import type { InboxReply } from '#shared/contract/inbox.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Viewer } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { decodeCursor, encodeCursor } from '../views/cursor.ts'
import type { View } from '../views/view.ts'
import { wordsOf } from './words.ts'

/** What the viewer was told, newest first. */
export async function inboxView(
  { reads, terms, viewer, asOf }: View,
  query: { cursor?: string | undefined; limit: number },
): Promise<Answer<InboxReply>> {
  const { team } = terms
  const recipient = recipientOf(viewer)
  const list = { team: team.id, inbox: recipient }
  const read = afterOf(query.cursor, list)
  if (!read.ok) return read
  const letters = await reads.inbox({ recipient, after: read.value, limit: query.limit })
  const last = letters.length === query.limit ? letters.at(-1) : undefined
  return answer({
    asOf,
    unread: await reads.countUnread(recipient),
    messages: letters.map(({ message, delivery }) => ({
      message: message.id,
      at: message.createdAt,
      read: delivery.readAt !== undefined,
      ...wordsOf(message.content, team),
    })),
    ...(last
      ? { nextCursor: encodeCursor({ value: last.message.createdAt, id: last.message.id }, list) }
      : {}),
  })
}

function afterOf(
  cursor: string | undefined,
  list: { team: string; inbox: string },
): Answer<{ at: number; message: string } | undefined> {
  if (cursor === undefined) return answer(undefined)
  const read = decodeCursor(cursor, { list, fits: ({ value }) => typeof value === 'number' })
  if (!read.ok) return read
  return answer({ at: Number(read.value.value), message: read.value.id })
}

/** What isn't in their inbox is refused, and the same whether it is others' or nobody's. */
export async function markInbox(
  asked: Common & { body: { messages: 'all' | string[]; read: boolean } },
): Promise<Answer<Reply<'markInbox'>>> {
  const { team, viewer, asOf, body } = asked
  const recipient = recipientOf(viewer)
  return team.write(async (tx) => {
    if (body.messages !== 'all') {
      const keys = body.messages.map((message) => ({
        message,
        channel: 'inbox' as const,
        recipient,
      }))
      const known = new Set((await tx.deliveries(keys)).map(({ message }) => message))
      const unknown = body.messages.find((message) => !known.has(message))
      if (unknown !== undefined) {
        return refuse('unknown-message', `Your inbox has no message ${unknown}.`)
      }
    }
    const readAt = body.read ? asOf : undefined
    await tx.markInbox({ recipient, messages: body.messages, readAt })
    return answer({ asOf, unread: await tx.countUnread(recipient) })
  })
}

/** The operator of this machine is no member, and is told nothing. */
export function recipientOf(viewer: Viewer): string {
  return viewer.member?.id ?? viewer.id
}
