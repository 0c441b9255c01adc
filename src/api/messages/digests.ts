import type { DigestContent, Named } from '#shared/contract/message.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { DIGEST_WINDOW, DIGESTS, type Digest, MOST_NAMED } from '#shared/credits/notices.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamWrites } from '../ports.ts'
import type { Message } from './records.ts'
import type { Telling } from './tell.ts'

/** What befell one member or, where one decision did so to many, all of them. */
type Entry = {
  kind: Digest
  /** Names the digest, where it is the first. */
  cause: string
  cycle: Cycle
  resource: Resource
  members: readonly Named[]
  /** All that it befell, also those whom `members` leaves out. */
  count: number
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
      const key = `${entry.kind} ${entry.cycle.id} ${entry.resource}`
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
  if (content.cycle.id !== first.cycle.id || content.resource !== first.resource) return []
  return [{ ...message, content: entries.reduce(withMembers, content) }]
}

function startDigest(entries: readonly Entry[], asOf: Millis): Telling[] {
  const [first] = entries
  if (!first) return []
  const { kind, cause, cycle, resource, isHistory } = first
  const empty: DigestContent = { kind, cycle, resource, members: [], others: 0 }
  const message: Message = {
    id: `${kind}:${cause}`,
    audience: 'admin-and-billing',
    createdAt: asOf,
    content: entries.reduce(withMembers, empty),
    ...(isHistory ? {} : { gathersUntil: asOf + DIGEST_WINDOW }),
  }
  return [{ message, isHistory }]
}

/** A member who comes again has the newer figures. */
function withMembers(content: DigestContent, entry: Entry): DigestContent {
  const members = new Map(content.members.map((member) => [member.id, member]))
  let unnamed = entry.count
  for (const member of entry.members) {
    if (!members.has(member.id) && members.size >= MOST_NAMED) continue
    members.set(member.id, member)
    unnamed--
  }
  const others = othersWith(content.others, { entry, unnamed })
  return { ...content, members: [...members.values()], others }
}

/**
 * A charge befalls one member once. A decision for many may befall the same ones again, as when it
 * is taken back and made anew: those who are only counted are not counted twice.
 */
function othersWith(before: number, of: { entry: Entry; unnamed: number }): number {
  const { entry, unnamed } = of
  return entry.count === 1 ? before + unnamed : Math.max(before, unnamed)
}
