import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { createApi } from '#api/app.ts'
import { problemResponse } from '#api/http/problem.ts'
import { withRequestId } from '#api/http/request-id.ts'
import { tooManySignIns } from '#api/limits/limit-sign-in.ts'
import type { Limits } from '#api/limits/ports.ts'
import { askerOf } from '#api/people/origin.ts'
import type { Store } from '#api/ports.ts'
import { isEmbedPath } from '#shared/contract/embed-path.ts'
import { withAddress } from './address.ts'
import { closeUnread } from './close-unread.ts'
import { type Config, isLoopback } from './config.ts'
import { ownRequestsOnly } from './host-guard.ts'
import type { PageFile, Pages } from './pages.ts'
import { ADDRESS_HEADER, AUTH_PATH } from './sign-in/auth.ts'
import type { SignIn } from './sign-in/people.ts'
import { recordProviderSignIn } from './sign-in/record-provider.ts'

/** Nothing of a device is asked for. */
const PERMISSIONS = {
  camera: [],
  microphone: [],
  geolocation: [],
  usb: [],
  payment: [],
  displayCapture: [],
}

const CACHE = 'cache-control'
const YEAR = 'public, max-age=31536000, immutable'
/** Asked for anew each time: an old page names scripts that the next build has no more. */
const ASK_AGAIN = 'no-cache'

/** A code and a state. */
const MAX_WAY_BACK_BYTES = 64 * 1024

/** The API and the built page on one port. */
export function createSite(options: {
  api: ReturnType<typeof createApi>
  pages: Pages
  /** What browsers call this server. */
  publicUrl: string
  config: Pick<Config, 'host' | 'proxies'> & Partial<Pick<Config, 'embedIn'>>
  signIn?: SignIn | undefined
  limits?: Limits
  /** Where a sign-in by an identity provider is written down. */
  store?: Store
  /** Asked by any name, and counted as nobody's request. */
  probes?: Hono
  /** Sees every other request. */
  observed?: MiddlewareHandler
}): Hono {
  const { api, pages, publicUrl, config, signIn } = options
  const isSecure = publicUrl.startsWith('https:')
  const site = new Hono()
  if (options.probes) site.route('/', options.probes)
  site.use(closeUnread())
  site.use(withRequestId())
  if (options.observed) site.use(options.observed)
  const alone = headersOf({ isSecure, frameAncestors: ["'none'"] })
  const { embedIn = [] } = config
  const framed = embedIn.length === 0 ? alone : headersOf({ isSecure, frameAncestors: embedIn })
  // Of the address as the page itself will read it: what is framed must know that it may be.
  site.use((c, next) => (isEmbedPath(new URL(c.req.url).pathname) ? framed : alone)(c, next))
  site.use(
    ownRequestsOnly({
      publicUrl: signIn ? publicUrl : undefined,
      loopback: isLoopback(config.host),
    }),
  )
  site.use(withAddress(config.proxies))
  site.use(compress())
  // Of better-auth's own addresses only this one is open: all else goes through the API.
  const way = `${AUTH_PATH}/callback/:provider`
  site.use(way, bodyLimit({ maxSize: MAX_WAY_BACK_BYTES }))
  if (signIn?.people.ways.provider !== undefined)
    site.on(['GET', 'POST'], way, async (c) => {
      const limited = await tooManySignIns(options, { address: c.get('address') })
      if (limited) return problemResponse(limited, { requestId: c.get('requestId') })
      const response = await signIn.callback(withAddressOf(c))
      const { store } = options
      const to = store && { store, people: signIn.people, now: Date.now }
      if (to) await recordProviderSignIn(to, { response, asker: askerOf(c) })
      response.headers.set(CACHE, 'no-store')
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

function headersOf(options: { isSecure: boolean; frameAncestors: readonly string[] }) {
  const { isSecure, frameAncestors } = options
  return secureHeaders({
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
      frameAncestors: [...frameAncestors],
    },
    // It knows of no list, and no other site.
    xFrameOptions: frameAncestors.includes("'none'") ? 'DENY' : false,
    // Without TLS there is no secure address to insist on.
    strictTransportSecurity: isSecure,
    referrerPolicy: 'same-origin',
    permissionsPolicy: PERMISSIONS,
  })
}

function send(c: Context, { bytes, type }: PageFile, cache: string): Response {
  return c.body(bytes, 200, { 'content-type': type, [CACHE]: cache })
}

/** What the list of sessions shows is where we know it came from, not what its sender says. */
function withAddressOf(c: Context): Request {
  const request = new Request(c.req.raw)
  request.headers.delete(ADDRESS_HEADER)
  const address = c.get('address')
  if (address !== undefined) request.headers.set(ADDRESS_HEADER, address)
  return request
}
