import { isEmbedPath } from '#shared/contract/embed-path.ts'

/** Why an embedding link shows nothing here; nothing is to be said of other pages. */
export function embedNote(pathname: string): string | undefined {
  if (!isEmbedPath(pathname)) return undefined
  return 'Links open nothing here: the preview keeps nothing from one page to the next. npm start embeds.'
}
