import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBody } from '#shared/contract/routes.ts'
import { askerFor } from '#test/contract/access/askers.ts'
import { ASKS } from '#test/contract/access/asks.ts'
import { rowsOf } from '#test/contract/access/digest.ts'
import { ALL, initOf, pathOf } from '#test/contract/access/request.ts'
import type { AskedName } from '#test/contract/access/who.ts'
import { type Answered, exchanger } from '#test/fuzz/exchange.ts'
import { openSite, type Site } from '#test/fuzz/site.ts'

const NAMES = Object.keys(ALL).filter(isAsked)
const CHANGES = NAMES.filter((name) => ALL[name].method !== 'get')
const WITH_BODY = CHANGES.filter((name) => hasBody(ALL[name]))

function isAsked(name: string): name is AskedName {
  return name in ALL
}

const EVIL = 'https://evil.example'

/** What a browser sends for a page of another site, or a program that plays one. */
const FOREIGN: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'nonsense' },
  { origin: EVIL },
  { origin: 'null' },
  { origin: 'http://headroom.example' },
  { origin: 'https://headroom.example:8443' },
  { origin: 'https://headroom.example.evil.example' },
  { origin: 'https://headroom.example', 'sec-fetch-site': 'cross-site' },
  { origin: EVIL, 'sec-fetch-site': 'same-origin' },
]

const FORMS = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; application/json',
  'application/jsonp',
]

const HOSTS = [
  'evil.example',
  'headroom.example.evil.example',
  'headroom.example:8443',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'headroom.example@evil.example',
]

describe('requests that come from elsewhere', () => {
  let site: Site
  let send: (asked: {
    method: string
    target: string
    headers: Record<string, string>
    body?: string | undefined
  }) => Promise<Answered>
  let close: () => void
  let asker: Awaited<ReturnType<typeof askerFor>>
  beforeAll(async () => {
    site = await openSite({ requestsPerMinute: 1_000_000 })
    const exchange = exchanger(site.address)
    send = ({ body, ...asked }) => exchange.send({ ...asked, body }, {})
    close = exchange.close
    asker = await askerFor(site.world)
  })
  afterAll(async () => {
    close()
    await site.close()
  })

  /** A request that succeeds, as it is written. */
  async function valid(route: AskedName) {
    const by = asker(route)
    const given = await ASKS[route]({ world: site.world, by })
    const asked = { ...given, params: { team: 'acme', ...given.params } }
    const { method = '', body } = initOf(route, asked)
    const json = { ...(body ? { 'content-type': 'application/json' } : {}) }
    const headers: Record<string, string> = { ...json, ...by.headers, ...given.headers }
    return { method, target: pathOf(route, asked), headers, body: body ? `${body}` : undefined }
  }

  async function decided() {
    const rows = Object.entries(await rowsOf(site.world.engine))
    return Object.fromEntries(rows.filter(([table]) => !OF_JOBS.includes(table)))
  }

  async function unchanged(work: () => Promise<void>): Promise<void> {
    const before = await decided()
    await work()
    expect(await decided()).toEqual(before)
  }

  it.each(CHANGES)('%s: not from a page of another site', async (route) => {
    const asked = await valid(route)
    await unchanged(async () => {
      for (const foreign of FOREIGN) {
        const answered = await send({ ...asked, headers: { ...asked.headers, ...foreign } })
        expect([foreign, answered.status, codeOf(answered)]).toEqual([
          foreign,
          403,
          'forbidden-origin',
        ])
      }
    })
  })

  it.each(WITH_BODY)('%s: not as a form could send it', async (route) => {
    const asked = await valid(route)
    await unchanged(async () => {
      for (const type of FORMS) {
        const headers = { ...asked.headers, 'content-type': type }
        expect([type, (await send({ ...asked, headers })).status]).toEqual([type, 415])
      }
      const { 'content-type': _, ...headers } = asked.headers
      expect((await send({ ...asked, headers })).status).toBe(415)
    })
  })

  it.each(HOSTS)('not by the name %s', async (host) => {
    const asked = await valid('usage')
    for (const target of [asked.target, '/', '/api/openapi.json']) {
      const { status, text } = await send({ ...asked, target, headers: { ...asked.headers, host } })
      expect([400, 403]).toContain(status)
      expect(text).not.toContain('Acme')
    }
  })

  it('what a proxy would say of the name is nothing to it', async () => {
    const asked = await valid('sendLink')
    const headers = { ...asked.headers, 'x-forwarded-host': 'evil.example', forwarded: 'host=evil' }
    expect((await send({ ...asked, headers })).status).toBe(200)
    const [mail] = await site.world.host.store.keptMails({ limit: 1 })
    expect(mail?.text).toContain('https://headroom.example/')
    expect(mail?.text).not.toContain('evil')
  })

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    '%s makes no other method of it',
    async (name) => {
      const { headers } = await valid('sessions')
      const target = '/api/v1/sessions'
      const asked = { method: 'GET', target, headers: { ...headers, [name]: 'DELETE' } }
      await unchanged(async () => {
        expect((await send(asked)).status).toBe(200)
        expect((await send({ ...asked, method: 'POST' })).status).toBe(405)
        expect((await send({ ...asked, target: `${target}?_method=DELETE` })).status).toBe(200)
      })
    },
  )

  it.each<[string, AskedName, number, number]>([
    ['too large a body', 'signIn', 413, 300_000],
    ['a batch without a key', 'ingest', 401, 2_000_000],
    ['a change by nobody', 'switch', 401, 200_000],
  ])('%s leaves nothing on the connection for the next to stumble over', async (...given) => {
    const [, route, wanted, bytes] = given
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const json = { 'content-type': 'application/json' }
    const { method = '', target } = await valid(route)
    const large = { method, target, headers: json, body: 'x'.repeat(bytes) }
    const next = { method: 'GET', target: '/api/v1/session', headers: {} }
    const statuses = []
    for (const asked of [large, next, large, next]) statuses.push(await statusOver(agent, asked))
    agent.destroy()
    expect(statuses).toEqual([wanted, 200, wanted, 200])
  })

  /** Never sent again: what breaks off throws. */
  function statusOver(
    agent: Agent,
    asked: { method: string; target: string; headers: Record<string, string>; body?: string },
  ): Promise<number | undefined> {
    const { hostname, port } = new URL(site.address)
    const { method, target: path, body } = asked
    const length = body === undefined ? {} : { 'content-length': body.length }
    const headers = { ...asked.headers, ...length }
    return new Promise((resolve, reject) => {
      const options = { agent, hostname, port, method, path, headers }
      const outgoing = request(options, (incoming) => {
        incoming.resume().on('end', () => resolve(incoming.statusCode))
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  it('an address written otherwise leads to no other answer than that there is none', async () => {
    const { headers } = await valid('usage')
    const ways = [
      '/api/v1/teams/acme/usage/',
      '/api/v1/teams/acme//usage',
      '//api/v1/teams/acme/usage',
      '/API/v1/teams/acme/usage',
      '/api/v1/teams/ACME/usage',
      '/api/v1/teams/acme;x=1/usage',
      '/api/v1/teams/acme/usage;x=1',
      '/api/v1/teams/acme%2Fusage',
      '/api/v1/teams/beta%2F..%2Facme/usage',
      '/api/v1/teams/acme%00/usage',
      '/api/v1/teams/acme%20/usage',
      '/api/v1/teams/%61cme%2e/usage',
    ]
    for (const target of ways) {
      const { status, text } = await send({ method: 'GET', target, headers })
      expect([target, status]).toEqual([target, 404])
      expect(text).not.toContain('Acme')
    }
  })

  it('a way back out of the team of others is no way into one’s own, nor the other way', async () => {
    const { headers } = await valid('usage')
    const others = ['/api/v1/teams/acme/../beta/usage', '/api/v1/teams/acme/%2e%2e/beta/usage']
    for (const target of others) {
      const { status, text } = await send({ method: 'GET', target, headers })
      expect([target, status]).toEqual([target, 404])
      expect(text).not.toContain('Canary')
    }
  })

  it('of a parameter that is there twice, none brings in another team', async () => {
    const { headers } = await valid('session')
    for (const query of ['team=acme&team=beta', 'team=beta&team=acme', 'team[]=beta&team=acme']) {
      const { text } = await send({ method: 'GET', target: `/api/v1/session?${query}`, headers })
      expect(text).not.toContain('Canary')
    }
  })

  /** Extension attributes are kept with the event, and say nothing to anybody. */
  const KEEPS_MORE: readonly AskedName[] = ['ingest']

  it.each(WITH_BODY.filter((route) => !KEEPS_MORE.includes(route)))(
    '%s: a body with one field more is refused',
    async (route) => {
      const asked = await valid(route)
      const body: unknown = JSON.parse(asked.body ?? '{}')
      await unchanged(async () => {
        for (const [name, value] of MORE) {
          if (typeof body !== 'object' || (body && name in body)) continue
          const sent = await send({ ...asked, body: JSON.stringify({ ...body, [name]: value }) })
          expect([name, sent.status, codeOf(sent)]).toEqual([name, 400, 'invalid-request'])
        }
      })
    },
  )
})

/** The server’s own jobs write these meanwhile. */
const OF_JOBS = [
  ...['deliveries', 'messages', 'kept_mails', 'connections', 'readings'],
  ...['closings', 'invoices'],
]

const MORE: [string, unknown][] = [
  ['roles', ['admin', 'billing']],
  ['role', 'admin'],
  ['operator', true],
  ['team', 'beta'],
  ['actor', { id: 'dora' }],
]

function codeOf({ text }: Answered): string | undefined {
  return /"code":"([\w-]+)"/.exec(text)?.[1]
}
