/** Where the pages of embedded dashboards are. */
export const EMBED_PATH = '/embed'

/** Says that a page is embedded, and which of the browser's embedded dashboards it is. */
export const EMBED_HEADER = 'x-headroom-embed'

const EMBED = /^\/embed(?:\/|$)/
const ID = /^\/embed\/([\w-]{16})(?:\/|$)/

/**
 * Whether a page at this address is embedded: it may be framed where the operator allows that, and
 * never speaks for whoever is signed in. Server and page ask alike, of the address as it is written.
 */
export function isEmbedPath(pathname: string): boolean {
  return EMBED.test(pathname)
}

/** Which embedded dashboard the address is of; nothing at the address that links have. */
export function embedIn(pathname: string): string | undefined {
  return ID.exec(pathname)?.[1]
}

/** What the addresses of its pages begin with. */
export function embedBase(embed: string): string {
  return `${EMBED_PATH}/${embed}`
}
