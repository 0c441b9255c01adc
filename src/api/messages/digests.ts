import type { DigestContent, Named } from '#shared/contract/message.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { DIGEST_WINDOW, DIGESTS, type Digest, MOST_NAMED } from '#shared/credits/notices.ts'
import type { TeamWrites } from '../ports.ts'
import type { Crossing } from '../records.ts'
import type { Message } from './records.ts'
import type { Telling } from './tell.ts'

type Entry = {
  kind: Digest
  crossing: Crossing
  cycle: Cycle
  name: string
  isHistory: boolean
}

export type Digests = {
  add: (entry: Entry) => void
  /** Saves those that take in more members, and gives those that are new. */
  tellings: (tx: TeamWrites) => Promise<Telling[]>
}

/** Members that something befell in a short time are told of together. */
export function digests(options: { asOf: Millis }): Digests {
  const { asOf } = options
  const groups = new Map<string, Entry[]>()
  return {
    add: (entry) => {
      const key = `${entry.kind} ${entry.cycle.id} ${entry.crossing.resource}`
      const group = groups.get(key)
      if (group) group.push(entry)
      else groups.set(key, [entry])
    },
    tellings: async (tx) => {
      const open: Message[] = []
      for (const kind of DIGESTS) {
        const isWanted = [...groups.keys()].some((key) => key.startsWith(`${kind} `))
        if (isWanted) open.push(...(await tx.gathering({ kind, at: asOf })))
      }
      const tellings: Telling[] = []
      for (const entries of groups.values()) {
        const grown = open.flatMap((message) => grow(message, entries))
        if (grown.length > 0) await tx.saveMessages(grown.slice(0, 1))
        else tellings.push(...startDigest(entries, asOf))
      }
      return tellings
    },
  }
}

function grow(message: Message, entries: readonly Entry[]): Message[] {
  const { content } = message
  const [first] = entries
  if (!first || content.kind !== first.kind) return []
  if (content.cycle.id !== first.cycle.id || content.resource !== first.crossing.resource) return []
  return [{ ...message, content: withMembers(content, entries) }]
}

function startDigest(entries: readonly Entry[], asOf: Millis): Telling[] {
  const [first] = entries
  if (!first) return []
  const { kind, crossing, cycle, isHistory } = first
  const { resource } = crossing
  const empty: DigestContent = { kind, cycle, resource, members: [], others: 0 }
  const message: Message = {
    id: `${kind}:${crossing.id}`,
    audience: 'admin-and-billing',
    createdAt: asOf,
    content: withMembers(empty, entries),
    ...(isHistory ? {} : { gathersUntil: asOf + DIGEST_WINDOW }),
  }
  return [{ message, isHistory }]
}

/** A member who comes again has the newer figures. */
function withMembers(content: DigestContent, entries: readonly Entry[]): DigestContent {
  const members = new Map(content.members.map((member) => [member.id, member]))
  let { others } = content
  for (const { crossing, name } of entries) {
    const { holder: id } = crossing
    if (members.has(id) || members.size < MOST_NAMED) members.set(id, namedOf(crossing, name))
    else others++
  }
  return { ...content, members: [...members.values()], others }
}

function namedOf({ holder, used, allowance, threshold, work }: Crossing, name: string): Named {
  return { id: holder, name, used, allowance, threshold, work }
}
