/**
 * How many of each a team may have at once. Far more than anybody needs, and few enough that a page
 * lists them and nobody fills the database with them.
 */
export const MOST_OF_TEAM = {
  /** That work, replaced ones that still do among them. */
  serviceKeys: 50,
  /** Of one member, that work. */
  ownKeys: 10,
  /** Not accepted yet. */
  invitations: 500,
  /** More would make each alert a burst. */
  webhooks: 10,
} as const

/** Open pages that are told at once of what changes: a browser tab each. */
export const MOST_STREAMS = {
  /** Of one person, key or embedded session, on one server. */
  ofUser: 20,
  /** From one address, of whoever. A whole office may share one. */
  ofAddress: 200,
} as const
