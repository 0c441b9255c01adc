import type { Reply } from '#shared/contract/routes.ts'
import { type Answer, answer } from '../answer.ts'
import type { Member } from '../records.ts'
import { searchKey } from '../search-key.ts'
import type { Common } from '../team-route.ts'
import { decodeCursor, encodeCursor } from '../views/cursor.ts'

/** Who is in the team, by name. */
export async function rosterView(
  asked: Common & {
    query: { search?: string | undefined; cursor?: string | undefined; limit: number }
  },
): Promise<Answer<Reply<'roster'>>> {
  const { team, asOf, query } = asked
  const { search, cursor, limit } = query
  const list = { list: 'roster', search }
  const position =
    cursor === undefined
      ? answer(undefined)
      : decodeCursor(cursor, { list, fits: ({ value }) => typeof value === 'string' })
  if (!position.ok) return position
  const after = position.value && { nameKey: String(position.value.value), id: position.value.id }
  const members = await team.roster({ search, after, limit })
  const last = members.length === limit ? members.at(-1) : undefined
  return answer({
    asOf,
    members: members.map(rosterMember),
    ...(last
      ? { nextCursor: encodeCursor({ value: searchKey(last.name), id: last.id }, list) }
      : {}),
  })
}

export function rosterMember({ id, name, email, roles, person }: Member) {
  return { id, name, email, roles: [...roles], signsIn: person !== undefined }
}
