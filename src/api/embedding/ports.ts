import type { Millis } from '#shared/credits/amounts.ts'
import type { Embed } from './records.ts'

/** Where browsers find this host, for host products that show its pages. */
export type Embedding = {
  publicUrl: string
  /** Whether pages of other sites may frame them. */
  framed: boolean
}

export type EmbedReads = {
  /** By its token's hash; one that is over perhaps. */
  embed: (hash: string) => Promise<Embed | undefined>
  /** Oldest first; those that are over among them. */
  embedsOf: (query: { member: string; kind: Embed['kind'] }) => Promise<Embed[]>
}

export type EmbedWrites = {
  /** Throws where one has this token already. */
  addEmbed: (embed: Embed) => Promise<void>
  endEmbeds: (of: EndedEmbeds) => Promise<void>
}

/** All of a member's or of a key's, the one with a token, or those that are over by then. */
export type EndedEmbeds =
  | { kind: 'member'; member: string }
  | { kind: 'key'; key: string }
  | { kind: 'token'; hash: string }
  | { kind: 'over'; at: Millis }
