import { z } from 'zod'
import type { KeptMailsReply } from '#shared/contract/operator-routes.ts'
import { type Answer, answer } from '../answer.ts'
import type { KeptMail } from '../delivery/ports.ts'
import type { KeptMailsQuery, Ports } from '../ports.ts'
import { decodeCursor, encodeCursor, keyIn } from '../views/cursor.ts'

const LIST = { list: 'kept-mails' }
const keySchema = z.tuple([z.string(), z.string()])

/** What was kept for the operator, over all teams. */
export async function keptMailsView(
  { store, now }: Ports,
  query: { cursor?: string | undefined; limit: number },
): Promise<Answer<KeptMailsReply>> {
  const after = afterOf(query.cursor)
  if (!after.ok) return after
  const mails = await store.keptMails({ after: after.value, limit: query.limit })
  const last = mails.length === query.limit ? mails.at(-1) : undefined
  const names = await teamNames(store, mails)
  return answer({
    asOf: now(),
    mails: mails.map(({ messageId, team: id, ...mail }) => ({
      mail: messageId,
      ...(id === undefined ? {} : { team: { id, name: names.get(id) ?? id } }),
      ...mail,
    })),
    ...(last ? { nextCursor: cursorAfter(last) } : {}),
  })
}

async function teamNames(
  store: Ports['store'],
  mails: readonly KeptMail[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const id of new Set(mails.flatMap(({ team }) => team ?? []))) {
    const team = await store.team(id).profile()
    if (team) names.set(id, team.name)
  }
  return names
}

function cursorAfter({ at, team = '', messageId }: KeptMail): string {
  return encodeCursor({ value: at, id: JSON.stringify([team, messageId]) }, LIST)
}

function afterOf(cursor: string | undefined): Answer<KeptMailsQuery['after']> {
  if (cursor === undefined) return answer(undefined)
  const read = decodeCursor(cursor, {
    list: LIST,
    fits: ({ value }) => typeof value === 'number',
  })
  if (!read.ok) return read
  const key = keyIn(read.value, keySchema)
  if (!key.ok) return key
  const [team, messageId] = key.value
  return answer({ at: Number(read.value.value), team, messageId })
}
