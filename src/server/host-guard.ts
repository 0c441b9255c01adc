import type { Context, MiddlewareHandler } from 'hono'
import { problemResponse } from '#api/http/problem.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Lets only this machine's own pages and programs in. The port listens on loopback, but any page in
 * the browser can send there, and a foreign name can be made to point there: so the name asked for
 * must be loopback's, and a change must not come from another site.
 */
export function loopbackOnly(): MiddlewareHandler {
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url)
    if (!LOOPBACK_NAMES.includes(hostname)) {
      return refused(c, `This server answers on loopback only, not as ${hostname}.`)
    }
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const isForeign =
      (origin !== undefined && origin !== `http://${host}`) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none')
    if (isForeign && !SAFE_METHODS.includes(c.req.method)) {
      return refused(c, 'Changes are taken from this page’s own address only.')
    }
    return next()
  }
}

function refused(c: Context, detail: string): Response {
  const { requestId } = c.var
  return problemResponse({ code: 'forbidden-origin', detail }, { requestId })
}
