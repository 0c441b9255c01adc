import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { createApi } from '#api/app.ts'
import { problemResponse } from '#api/http/problem.ts'
import { withRequestId } from '#api/http/request-id.ts'
import { tooManySignIns } from '#api/limits/limit-sign-in.ts'
import type { Limits } from '#api/limits/ports.ts'
import { askerOf } from '#api/people/origin.ts'
import type { Store } from '#api/ports.ts'
import { withAddress } from './address.ts'
import { type Config, isLoopback } from './config.ts'
import { ownRequestsOnly } from './host-guard.ts'
import type { PageFile, Pages } from './pages.ts'
import { AUTH_PATH } from './sign-in/auth.ts'
import type { SignIn } from './sign-in/people.ts'
import { recordProviderSignIn } from './sign-in/record-provider.ts'

const CACHE = 'cache-control'
const YEAR = 'public, max-age=31536000, immutable'
/** Asked for anew each time: an old page names scripts that the next build has no more. */
const ASK_AGAIN = 'no-cache'

/** The API and the built page on one port. */
export function createSite(options: {
  api: ReturnType<typeof createApi>
  pages: Pages
  /** What browsers call this server. */
  publicUrl: string
  config: Pick<Config, 'host' | 'proxies'>
  signIn?: SignIn | undefined
  limits?: Limits
  /** Where a sign-in by an identity provider is written down. */
  store?: Store
}): Hono {
  const { api, pages, publicUrl, config, signIn } = options
  const isSecure = publicUrl.startsWith('https:')
  const site = new Hono()
  site.use(withRequestId())
  site.use(ownRequestsOnly({ publicUrl, loopback: isLoopback(config.host) }))
  site.use(withAddress(config.proxies))
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
        // The way back from an identity provider is no form of ours.
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      // Without TLS there is no secure address to insist on.
      strictTransportSecurity: isSecure,
      referrerPolicy: 'same-origin',
    }),
  )
  site.use(compress())
  // Of better-auth's own addresses only this one is open: all else goes through the API.
  if (signIn)
    site.on(['GET', 'POST'], `${AUTH_PATH}/callback/:provider`, async (c) => {
      const limited = await tooManySignIns(options, { address: c.get('address') })
      if (limited) return problemResponse(limited, { requestId: c.get('requestId') })
      const response = await signIn.callback(c.req.raw)
      const { store } = options
      const to = store && { store, people: signIn.people, now: Date.now }
      if (to) await recordProviderSignIn(to, { response, asker: askerOf(c) })
      return response
    })
  site.route('/', api)
  site.get('/assets/*', (c) => {
    const asset = pages.get(c.req.path)
    // Of an earlier build perhaps: a page in its place would only be taken for a broken script.
    return asset ? send(c, asset, YEAR) : c.notFound()
  })
  // Every other address is the page's own: it finds its way by itself.
  site.get('*', (c) => {
    const file = pages.get(c.req.path) ?? pages.get('/index.html')
    return file ? send(c, file, ASK_AGAIN) : c.notFound()
  })
  return site
}

function send(c: Context, { bytes, type }: PageFile, cache: string): Response {
  return c.body(bytes, 200, { 'content-type': type, [CACHE]: cache })
}
