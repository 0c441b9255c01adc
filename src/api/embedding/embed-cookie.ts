import { parse, serialize } from 'hono/utils/cookie'
import { embedIdSchema } from '#shared/contract/embed.ts'
import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { hashOf } from '../people/tokens.ts'
import type { Embedding } from './ports.ts'

/**
 * Which of a browser's embedded dashboards it is. Of the same member there is one, so that opening it
 * again takes the earlier one's place, and those of several members stand beside each other.
 */
export function embedIdOf(of: { team: string; member: string }): string {
  return hashOf(JSON.stringify([of.team, of.member])).slice(0, 16)
}

export function embedCookie(
  { publicUrl, framed }: Embedding,
  { id, token, seconds }: { id: string; token: string; seconds: number },
): string {
  const isSecure = isHttps(publicUrl)
  const common = { path: '/', httpOnly: true, maxAge: seconds } as const
  return serialize(
    nameOf(publicUrl, id),
    token,
    framed
      ? // In a frame of another site no other cookie is kept; each such site has its own.
        { ...common, secure: true, sameSite: 'None', partitioned: true }
      : { ...common, secure: isSecure, sameSite: 'Strict' },
  )
}

/** Takes a cookie away from the browser. */
export function endedCookie(embedding: Embedding, id: string): string {
  return embedCookie(embedding, { id, token: '', seconds: 0 })
}

/** The tokens that a browser sends, by dashboard; those that it was given first come first. */
export function embedsIn(
  { publicUrl }: Pick<Embedding, 'publicUrl'>,
  headers: Headers,
): Map<string, string> {
  const prefix = nameOf(publicUrl, '')
  const sent = Object.entries(parse(headers.get('cookie') ?? ''))
  return new Map(
    sent.flatMap(([name, token]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), token]] : [],
    ),
  )
}

/** The token that a page sends which says that it is embedded; nothing where it says nothing. */
export function tokenOf(
  { publicUrl }: Pick<Embedding, 'publicUrl'>,
  headers: Headers,
): { token: string | undefined } | undefined {
  const id = headers.get(EMBED_HEADER)
  if (id === null) return undefined
  if (!embedIdSchema.safeParse(id).success) return { token: undefined }
  return { token: embedsIn({ publicUrl }, headers).get(id) }
}

/** The prefix keeps another site of the same domain from setting one. */
function nameOf(publicUrl: string, id: string): string {
  return `${isHttps(publicUrl) ? '__Host-' : ''}headroom-embed-${id}`
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}
