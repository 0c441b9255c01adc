import { EMBED_ROUTES } from '#shared/contract/embed-routes.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'

/** Uses a link up. Whether the browser keeps its session is only seen by asking with it. */
export async function openEmbed(token: string) {
  const opened = await call(EMBED_ROUTES.openEmbed, { params: {}, body: { token } })
  const session = await call(ROUTES.session, { params: {}, embed: opened.embed })
  return { ...opened, isKept: session.kind === 'session' }
}
