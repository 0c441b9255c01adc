import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { embedCookie } from '#api/embedding/embed-cookie.ts'
import { makeKey } from '#api/keys/key-text.ts'
import { createChanges } from '#api/live/changes.ts'
import { hashOf } from '#api/people/tokens.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { createSite } from '#server/site.ts'
import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { cookieOf, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const HTTPS = 'https://headroom.example'
const HERE = 'http://127.0.0.1:4280'
const PRODUCT = 'https://app.example'

describe('the cookie of an embedded dashboard', () => {
  const made = { id: 'AAAAAAAAAAAAAAAA', token: 'acme.t', seconds: 60 }

  it.each([
    [
      'framed, with TLS',
      { publicUrl: HTTPS, framed: true },
      'Secure; SameSite=None; Partitioned',
      '__Host-',
    ],
    [
      'not framed, with TLS',
      { publicUrl: HTTPS, framed: false },
      'Secure; SameSite=Strict',
      '__Host-',
    ],
    [
      'framed, on this machine',
      { publicUrl: HERE, framed: true },
      'Secure; SameSite=None; Partitioned',
      '',
    ],
    ['not framed, without TLS', { publicUrl: HERE, framed: false }, 'SameSite=Strict', ''],
  ])('%s', (_, embedding, attributes, prefix) => {
    expect(embedCookie(embedding, made)).toBe(
      `${prefix}headroom-embed-AAAAAAAAAAAAAAAA=acme.t; Max-Age=60; Path=/; HttpOnly; ${attributes}`,
    )
  })
})

it('opening a dashboard makes no other page of the team fetch anew', async () => {
  const store = createMemoryStore()
  await addAcme(store)
  const told: string[] = []
  const api = createApi({
    store,
    changes: { ...createChanges(), publish: (team) => told.push(team) },
    embedding: { publicUrl: HERE, framed: false },
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: () => undefined,
  })
  const links = '/api/v1/teams/acme/embed-links'
  const { url } = await (await api.request(links, jsonInit('POST', { member: 'cara' }))).json()
  const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token')
  const opened = await api.request('/api/v1/embed-sessions', jsonInit('POST', { token }))
  expect([opened.status, told]).toEqual([200, []])
  await api.request('/api/v1/teams/acme/plan', jsonInit('PUT', { plan: 'enterprise' }))
  expect(told).toEqual(['acme'])
})

describe('who may frame what', () => {
  const headersOf = async (path: string, embedIn: readonly string[]) => {
    const api = createApi({
      store: createMemoryStore(),
      catalog: DEFAULT_CATALOG,
      now: () => NOW,
      report: () => undefined,
    })
    const pages = new Map([
      ['/index.html', { bytes: new TextEncoder().encode('<!doctype html>'), type: 'text/html' }],
    ])
    const config = { host: '127.0.0.1', proxies: [], embedIn }
    const site = createSite({ api, pages, config, publicUrl: HERE })
    const { headers } = await site.request(`${HERE}${path}`)
    const ancestors = /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')
    return [ancestors?.[1], headers.get('x-frame-options')]
  }

  it.each([
    ['/embed', [PRODUCT, null]],
    ['/embed/AAAAAAAAAAAAAAAA/flows', [PRODUCT, null]],
    ['/', ["'none'", 'DENY']],
    ['/flows', ["'none'", 'DENY']],
    ['/embedded', ["'none'", 'DENY']],
    ['/%65mbed/AAAAAAAAAAAAAAAA', ["'none'", 'DENY']],
    ['//embed', ["'none'", 'DENY']],
    ['/api/v1/session', ["'none'", 'DENY']],
  ])('%s, where a product is named', async (path, expected) => {
    expect(await headersOf(path, [PRODUCT])).toEqual(expected)
  })

  it('several products are, and nobody where none is named', async () => {
    const two = [PRODUCT, 'https://other.example']
    expect(await headersOf('/embed', two)).toEqual([two.join(' '), null])
    expect(await headersOf('/embed', [])).toEqual(["'none'", 'DENY'])
  })
})

describe('beside people who sign in', () => {
  let host: SignInHost
  let person: { cookie: string }
  let embedded: Record<string, string>

  beforeEach(async () => {
    const limits = rateLimits({ requestsPerMinute: 8 })
    host = await signInHost({ limits: memoryLimits({ limits, now: () => NOW }) })
    await addAcme(host.store)
    const entered = await host.enter({ name: 'Ada', email: 'ada@example.com' })
    person = { cookie: entered.cookie }
    await host.store.team('acme').write(async (tx) => {
      const [ada] = await tx.members(['ada'])
      if (ada) await tx.changeMember({ ...ada, person: entered.person })
    })
    embedded = await open('cara')
  })
  afterEach(() => host.close())

  /** As a host product and the browser of one of its users do. */
  async function open(member: string): Promise<Record<string, string>> {
    const { secret, ...known } = makeKey('service')
    const actor = { id: 'operator', name: 'Operator' }
    const key = { ...known, kind: 'service', name: 'Portal', teams: ['acme'], actor } as const
    await host.store
      .team('acme')
      .write((tx) => tx.saveKey({ ...key, scopes: ['embed'], roles: ['member'], createdAt: NOW }))
    const asked = jsonInit('POST', { member })
    const headers = { ...asked.headers, authorization: `Bearer ${secret}` }
    const made = await host.fetch('/api/v1/teams/acme/embed-links', { ...asked, headers })
    const { url } = await made.json()
    const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token')
    const response = await host.fetch('/api/v1/embed-sessions', jsonInit('POST', { token }))
    const { embed } = await response.json()
    return { cookie: cookieOf(response.headers.getSetCookie()), [EMBED_HEADER]: embed }
  }

  it('nobody asks for a link without a key, whoever they are', async () => {
    for (const headers of [{}, person, embedded]) {
      const init = jsonInit('POST', { member: 'cara' })
      const asked = { ...init, headers: { ...init.headers, ...headers } }
      const response = await host.fetch('/api/v1/teams/acme/embed-links', asked)
      expect(response.status).toBe(401)
    }
  })

  it('what was opened without a key, before people signed in, is over', async () => {
    const team = host.store.team('acme')
    const [, token = ''] = (embedded.cookie ?? '').split('=')
    const kept = await team.embed(hashOf(token))
    if (!kept) throw new Error('there is no session')
    const { key: _, ...keyless } = kept
    const seen = async () =>
      (await (await host.fetch('/api/v1/session', { headers: embedded })).json()).kind
    expect(await seen()).toBe('session')
    await team.write(async (tx) => {
      await tx.endEmbeds({ kind: 'token', hash: kept.hash })
      await tx.addEmbed(keyless)
    })
    expect(await seen()).toBe('signed-out')
    await team.write(async (tx) => {
      await tx.endEmbeds({ kind: 'token', hash: kept.hash })
      await tx.addEmbed({ ...keyless, kind: 'link' })
    })
    const opened = await host.fetch('/api/v1/embed-sessions', jsonInit('POST', { token }))
    expect(opened.status).toBe(410)
  })

  it('each page is its own, in one browser', async () => {
    const cookie = `${person.cookie}; ${embedded.cookie}`
    const seen = async (headers: Record<string, string>) =>
      (await (await host.fetch('/api/v1/session', { headers })).json()).actor?.name
    expect(await seen({ ...embedded, cookie })).toBe('Cara Ćosić')
    expect(await seen({ cookie })).toBe('Ada Admin')
    expect(await seen({ cookie: person.cookie, [EMBED_HEADER]: 'AAAAAAAAAAAAAAAA' })).toBe(
      undefined,
    )
  })

  it.each([
    ['GET', '/api/v1/sessions', undefined],
    ['DELETE', '/api/v1/sessions', undefined],
    ['POST', '/api/v1/sign-out', {}],
    ['PUT', '/api/v1/password', { next: 'correct horse battery staple' }],
    ['POST', '/api/v1/teams', { id: 'own', name: 'Own', plan: 'team', zone: 'UTC' }],
    ['POST', '/api/v1/sign-in', { email: 'ada@example.com', password: 'correct horse battery' }],
    ['POST', '/api/v1/sign-in/link', { email: 'ada@example.com' }],
  ])('has no part in what is a person’s own: %s %s', async (method, path, body) => {
    const init = body === undefined ? { method } : jsonInit(method, body)
    const cookie = `${person.cookie}; ${embedded.cookie}`
    const response = await host.fetch(path, {
      ...init,
      headers: { ...init.headers, ...embedded, cookie },
    })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('counts as one user, in however many frames', async () => {
    const [one, two] = [await open('dan'), await open('dan')]
    const statuses = []
    for (let n = 0; n < 5; n++) {
      for (const headers of [one, two]) {
        statuses.push((await host.fetch('/api/v1/session', { headers })).status)
      }
    }
    expect(statuses).toEqual([...Array(8).fill(200), 429, 429])
  })
})
