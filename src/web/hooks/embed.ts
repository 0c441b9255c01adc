import { embedBase, embedIn, isEmbedPath } from '#shared/contract/embed-path.ts'

/** An embedded page that has a link's token, and no session as yet: it speaks for nobody. */
export const OPENING = 'opening'

/** Which embedded dashboard a page at this address is; nothing where it is none. */
export function embedOf(pathname: string): string | undefined {
  return isEmbedPath(pathname) ? (embedIn(pathname) ?? OPENING) : undefined
}

/** What the addresses of the page begin with. */
export function basepathOf(embed: string | undefined): string {
  return embed === undefined || embed === OPENING ? '/' : embedBase(embed)
}
