import type { EmbedPage } from '#shared/contract/embed.ts'
import type { Millis } from '#shared/credits/amounts.ts'

/**
 * A link that opens the dashboard embedded, as yet unused, or the session that one became: of either,
 * only what its token can be recognised by.
 */
export type Embed = {
  kind: 'link' | 'session'
  /** SHA-256 of the token. */
  hash: string
  member: string
  /** The key that asked for it; absent where host products need none. */
  key?: string
  /** Who vouches for the member. */
  by: { id: string; name: string }
  /** The page that it opens at. */
  path: EmbedPage
  createdAt: Millis
  expiresAt: Millis
}
