import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { type Listening, listen } from '#server/listen.ts'
import { createSite } from '#server/site.ts'
import { hasBody } from '#shared/contract/routes.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const PAGE = { bytes: new TextEncoder().encode('<!doctype html>'), type: 'text/html' }
const pages = new Map([
  ['/index.html', PAGE],
  ['/assets/a.js', PAGE],
])
const failures: unknown[] = []

let listening: Listening
/** The same, so impatient that nobody waits here. */
let impatient: Listening
let secure: ReturnType<typeof createSite>
beforeAll(async () => {
  const store = createMemoryStore()
  await addAcme(store)
  const api = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: ({ error }) => failures.push(error),
  })
  const config = { host: '127.0.0.1', proxies: [] }
  const site = createSite({ api, pages, config, publicUrl: 'http://127.0.0.1:4280' })
  secure = createSite({ api, pages, config, publicUrl: 'https://headroom.example' })
  const { fetch } = site
  listening = await listen({ fetch, host: '127.0.0.1', port: 0 })
  const bounds = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 }
  impatient = await listen({ fetch, host: '127.0.0.1', port: 0, bounds })
})
afterAll(async () => {
  await listening.stop()
  await impatient.stop()
})

/** What the server says to these bytes until it hangs up. */
function said(bytes: string): Promise<string> {
  const { hostname, port } = new URL(impatient.address)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
  })
}

/** The status of an answer to a body that is sent in pieces, and nowhere said how long. */
function sendPieces(path: string, method: string, pieces: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const asking = ask(`${listening.address}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    // It may hang up on the rest.
    asking.on('error', (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? undefined : reject(error),
    )
    for (let piece = 0; piece < pieces; piece++) asking.write(' '.repeat(64 * 1024))
    asking.end()
  })
}

const HOST = 'Host: 127.0.0.1\r\n'

describe('a connection', () => {
  it('whose head never ends is closed', async () => {
    expect(await said(`GET / HTTP/1.1\r\n${HOST}X-Slow: `)).toMatch(/^(HTTP\/1\.1 408|$)/)
  })

  it('whose body never ends is closed, and is no failure of ours', async () => {
    const head = `POST /api/v1/events HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`
    for (const rest of [
      'Content-Length: 100\r\n\r\n{',
      'Transfer-Encoding: chunked\r\n\r\n1\r\n{',
    ]) {
      expect(await said(`${head}${rest}`)).toMatch(/^(HTTP\/1\.1 (408|400)|$)/)
    }
    expect(failures).toEqual([])
  })

  it('with a head that is too large is refused', async () => {
    const large = `X-Large: ${'x'.repeat(17 * 1024)}\r\n`
    expect(await said(`GET / HTTP/1.1\r\n${HOST}${large}\r\n`)).toMatch(/^HTTP\/1\.1 431/)
  })

  it('that says two lengths of one body is refused', async () => {
    const two = 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'
    const sent = `POST /api/v1/runs HTTP/1.1\r\n${HOST}${two}\r\n0\r\n\r\n`
    expect(await said(sent)).toMatch(/^HTTP\/1\.1 400/)
  })
})

describe('a body', () => {
  const taking = Object.entries(WIRE).filter(([, route]) => hasBody(route))

  it.each(taking)(
    'of %s is refused past its bound, though it names no length',
    async (name, route) => {
      const path = route.path.replaceAll(/\{\w+\}/g, 'acme')
      const most = name === 'ingest' ? 8 * 16 : 4
      expect(await sendPieces(path, route.method.toUpperCase(), most + 1)).toBe(413)
    },
  )

  it.each(['[', '{"a":', '[{"a":'])(
    'nested without end by %s is refused, and nothing fails',
    async (open) => {
      for (const path of ['/api/v1/events', '/api/v1/runs']) {
        const depth = Math.floor((100 * 1024) / open.length)
        const close = open.replaceAll('"a":', '').split('').reverse().join('')
        const closed = close.replaceAll('[', ']').replaceAll('{', '}')
        const body = `${open.repeat(depth)}1${closed.repeat(depth)}`
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(`${listening.address}${path}`, {
          method: 'POST',
          headers,
          body,
        })
        expect(response.status).toBeLessThan(500)
      }
      expect(failures).toEqual([])
    },
  )
})

/** Every kind of answer that there is. */
const ANSWERS: readonly [string, string, RequestInit?][] = [
  ['a page', '/flows'],
  ['a script', '/assets/a.js'],
  ['a script that is not there', '/assets/b.js'],
  ['a reply', '/api/v1/session'],
  ['a problem', '/api/v1/nothing'],
  ['a download', '/api/v1/teams/acme/charges/flows.csv'],
  ['the document', '/api/openapi.json'],
  ['the reference', '/api/docs'],
  [
    'a change from another site',
    '/api/v1/runs',
    { method: 'POST', headers: { origin: 'https://evil.example' } },
  ],
  ['a method that is not taken', '/flows', { method: 'POST' }],
]

describe('the headers', () => {
  it.each(ANSWERS)('of %s keep it where it belongs', async (_, path, init) => {
    const { headers } = await fetch(`${listening.address}${path}`, init)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual([
      "default-src 'self'",
      "style-src 'self'",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull()
  })

  it.each(ANSWERS.filter(([, path]) => path.startsWith('/api/v1/')))(
    'of %s have nobody keep it',
    async (_, path, init) => {
      const { headers } = await fetch(`${listening.address}${path}`, init)
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )

  it('insist on TLS where people come by it, and only there', async () => {
    const insists = async (answer: Response | Promise<Response>) =>
      (await answer).headers.get('strict-transport-security')
    expect(await insists(secure.request('http://127.0.0.1/flows'))).toMatch(/^max-age=\d{8}/)
    expect(await insists(fetch(`${listening.address}/flows`))).toBeNull()
  })
})
