import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { createApi } from '#api/app.ts'
import { loopbackOnly } from './host-guard.ts'

const YEAR = 'public, max-age=31536000, immutable'

/** The API and the built page on one port. */
export function createSite(options: { api: ReturnType<typeof createApi>; pages: string }): Hono {
  const { api, pages } = options
  const site = new Hono()
  site.use(loopbackOnly())
  site.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // Popups and virtual rows are placed by style attributes; no style element is inline.
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      // Plain HTTP on loopback: there is no secure address to insist on.
      strictTransportSecurity: false,
    }),
  )
  site.use(compress())
  site.route('/', api)
  site.use(
    '/assets/*',
    serveStatic({ root: pages, onFound: (_path, c) => c.header('cache-control', YEAR) }),
  )
  site.use('*', serveStatic({ root: pages }))
  // Every other address is the page's own: it finds its way by itself.
  site.get('*', serveStatic({ root: pages, path: 'index.html' }))
  return site
}
