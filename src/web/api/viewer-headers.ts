import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'

/** Who looks at a page, for the server. */
export function viewerHeaders(viewer: {
  viewAs: string | undefined
  embed: string | undefined
}): Record<string, string> {
  const { viewAs, embed } = viewer
  // An embedded page speaks for its member and for nobody else.
  if (embed !== undefined) return { [EMBED_HEADER]: embed }
  return viewAs === undefined ? {} : { [VIEW_AS_HEADER]: viewAs }
}
