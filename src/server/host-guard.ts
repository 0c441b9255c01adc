import type { Context, MiddlewareHandler } from 'hono'
import { problemResponse } from '#api/http/problem.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']
/** Where an identity provider may send a browser back to with a form: its state shows that it may. */
const FROM_ELSEWHERE = /^\/api\/auth\/callback\//

/**
 * Lets requests in by this server's own names only, and changes from its own pages or from programs
 * only. Any page in a browser can send to any address, and a foreign name can be made to point here:
 * so the name asked for must be ours, and a change must not come from another site. (A framework's
 * check of forms is not enough: JSON from another site passes it.)
 */
export function ownRequestsOnly(options: {
  /** Absent without sign-in: then only this machine's own names are taken, however one gets here. */
  publicUrl: string | undefined
  loopback: boolean
}): MiddlewareHandler {
  const own = options.publicUrl === undefined ? undefined : new URL(options.publicUrl)
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url)
    const isLoopback = options.loopback && LOOPBACK_NAMES.includes(hostname)
    if (host !== own?.host && !isLoopback) {
      return refused(c, `This server does not answer as ${hostname}.`)
    }
    const origins = [...(own ? [own.origin] : []), ...(isLoopback ? [`http://${host}`] : [])]
    if (isChange(c) && isForeign(c, origins)) {
      return refused(c, 'Changes are taken from this page’s own address only.')
    }
    return next()
  }
}

function isChange(c: Context): boolean {
  return !SAFE_METHODS.includes(c.req.method) && !FROM_ELSEWHERE.test(c.req.path)
}

function isForeign(c: Context, own: readonly string[]): boolean {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin !== undefined && !own.includes(origin)) return true
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function refused(c: Context, detail: string): Response {
  const { requestId } = c.var
  return problemResponse({ code: 'forbidden-origin', detail }, { requestId })
}
