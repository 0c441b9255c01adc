import { afterEach, describe, expect, it } from 'vitest'
import type { Limits } from '#api/limits/ports.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { type ApiHost, apiOver, apiThroughMsw, jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { LIMITS } from '#test/support/limits.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const USAGE = '/api/v1/teams/acme/usage'
const MOST = 7
const ALL = [
  'x-ratelimit-limit',
  'ratelimit-limit',
  'x-ratelimit-remaining',
  'ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit-reset',
  'ratelimit',
  'ratelimit-policy',
]

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function hostWith(limits: Limits): Promise<ApiHost> {
  const store = createMemoryStore()
  await addAcme(store)
  return apiOver(store, { limits })
}

function previewLimits(now = () => NOW): Limits {
  return memoryLimits({ limits: rateLimits({ requestsPerMinute: MOST }), now })
}

describe.each(LIMITS)('a limit of requests, $name', ({ open }) => {
  it('of many at once admits exactly as many as it says, over all servers', async ({ skip }) => {
    const opened = await open({ servers: 2, requestsPerMinute: MOST })
    if ('missing' in opened) return skip(opened.missing)
    cleanups.push(opened.close)
    const hosts = await Promise.all(opened.each.map(hostWith))
    const asks = Array.from({ length: 44 }, (_, n) => hosts[n % 2]?.fetch(USAGE))
    const answers = (await Promise.all(asks)).flatMap((response) => response ?? [])
    const let200 = answers.filter(({ status }) => status === 200)
    expect(let200).toHaveLength(MOST)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(44 - MOST)
    const remaining = let200.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
    expect(remaining.toSorted((a, b) => b - a)).toEqual([6, 5, 4, 3, 2, 1, 0])
  })

  it('says how it stands in every answer, in whole seconds', async ({ skip }) => {
    const opened = await open({ servers: 1, requestsPerMinute: 2 })
    if ('missing' in opened) return skip(opened.missing)
    cleanups.push(opened.close)
    const [limits] = opened.each
    if (!limits) throw new Error('no server')
    const api = await hostWith(limits)
    const paths = [USAGE, '/api/v1/teams/none/usage', '/api/v1/session']
    for (const [index, path] of paths.entries()) {
      const { status, headers } = await api.fetch(path)
      expect(status).toBe([200, 404, 429][index])
      const reset = Number(headers.get('x-ratelimit-reset')) - NOW / 1_000
      expect(reset).toBeGreaterThan(0)
      expect(reset).toBeLessThanOrEqual(60)
      const left = `${Math.max(0, 1 - index)}`
      expect(Object.fromEntries(ALL.map((name) => [name, headers.get(name)]))).toEqual({
        'x-ratelimit-limit': '2',
        'ratelimit-limit': '2',
        'x-ratelimit-remaining': left,
        'ratelimit-remaining': left,
        'x-ratelimit-reset': `${NOW / 1_000 + reset}`,
        'ratelimit-reset': `${NOW / 1_000 + reset}`,
        ratelimit: `limit=2, remaining=${left}, reset=${reset}`,
        'ratelimit-policy': '2;w=60',
      })
      const after = status === 429 ? `${reset}` : null
      expect(headers.get('retry-after')).toBe(after)
      expect(headers.get('x-ratelimit-retryafter')).toBe(after)
    }
  })
})

describe('what counts as a request', () => {
  it.each([
    ['an address that is none', '/api/nothing', {}],
    ['a path with a slash too many', `${USAGE}/`, {}],
    ['two slashes', '/api//v1/session', {}],
    ['escaped letters', '/api/v1/%73ession', {}],
    ['the head alone', USAGE, { method: 'HEAD' }],
    ['a method that it does not take', USAGE, { method: 'DELETE' }],
    ['a body that is too large', USAGE, jsonInit('PUT', 'x'.repeat(300_000))],
    ['the document', '/api/openapi.json', {}],
    ['a view as somebody else', USAGE, { headers: { 'x-headroom-view-as': 'member' } }],
    ['a key that is not known', USAGE, { headers: { authorization: 'Bearer hrp_x' } }],
    ['a made-up key to send events with', '/api/v1/events', withKey(jsonInit('POST', []))],
    ['a made-up address', USAGE, { headers: { 'x-forwarded-for': '203.0.113.9' } }],
  ])('%s', async (_, path, init) => {
    const api = await hostWith(previewLimits())
    await api.fetch(path, init)
    const { headers } = await api.fetch(USAGE)
    expect(headers.get('x-ratelimit-remaining')).toBe(`${MOST - 2}`)
  })

  it('nothing that a host product sends or asks', async () => {
    const api = await hostWith(previewLimits())
    const { secret } = await api.call('createServiceKey', {
      params: { team: 'acme' },
      body: { name: 'Runner', scopes: ['events', 'runs'], source: '/test' },
    })
    const time = new Date(NOW).toISOString()
    for (let n = 0; n < 2 * MOST; n++) {
      const event = flowsEvent({ id: `e${n}`, time }, { item: 'flow-run' })
      for (const authorization of [undefined, `Bearer ${secret}`]) {
        const init = jsonInit('POST', event)
        const headers = { ...init.headers, ...(authorization ? { authorization } : {}) }
        const response = await api.fetch('/api/v1/events', { ...init, headers })
        expect(response.status).toBe(200)
        expect(response.headers.get('ratelimit')).toBeNull()
      }
      expect((await api.fetch('/api/v1/runs/none?team=acme')).status).toBe(404)
    }
    const { headers } = await api.fetch(USAGE)
    expect(headers.get('x-ratelimit-remaining')).toBe(`${MOST - 2}`)
  })

  it('of each key apart, where nobody signs in', async () => {
    const api = await hostWith(previewLimits())
    const keysOf = async (as: string) => {
      const body = { name: 'Mine' }
      const made = await api.call('createOwnKey', { params: { team: 'acme' }, body, as })
      return made.secret
    }
    const left = async (secret: string) => {
      const headers = { authorization: `Bearer ${secret}` }
      const response = await api.fetch(USAGE, { headers })
      return response.headers.get('x-ratelimit-remaining')
    }
    const [first, second] = [await keysOf('member:ada'), await keysOf('member:bill')]
    expect([await left(first), await left(first), await left(second)]).toEqual(['6', '5', '6'])
  })

  it('a call that is refused for it is none of the month’s', async () => {
    const api = await hostWith(previewLimits())
    const params = { team: 'acme' }
    const { secret } = await api.call('createOwnKey', { params, body: { name: 'Mine' } })
    const init = { headers: { authorization: `Bearer ${secret}` } }
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.fetch(USAGE, init)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(MOST)
    const charges = { params: { ...params, resource: 'api-calls' as const } }
    expect((await api.call('charges', charges)).matching.charges).toBe(MOST)
  })

  it('begins anew when the window is over, and not before', async () => {
    let now = NOW
    const api = await hostWith(previewLimits(() => now))
    for (let n = 0; n < MOST; n++) await api.fetch(USAGE)
    now = NOW + 59_999
    expect((await api.fetch(USAGE)).status).toBe(429)
    now = NOW + 60_000
    const { status, headers } = await api.fetch(USAGE)
    expect([status, headers.get('x-ratelimit-remaining')]).toEqual([200, `${MOST - 1}`])
  })

  it('through the mocks as well', async () => {
    const store = createMemoryStore()
    await addAcme(store)
    const api = apiThroughMsw(store, { limits: previewLimits() })
    cleanups.push(api.close)
    const answers = await Promise.all(Array.from({ length: 25 }, () => api.fetch(USAGE)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(MOST)
    const problem = await answers.find(({ status }) => status === 429)?.json()
    expect(problem).toMatchObject({
      code: 'rateLimited',
      detail: 'You made 7 requests in a minute, and that is the most. Go on in 60 seconds.',
    })
  })
})

function withKey(init: RequestInit): RequestInit {
  return { ...init, headers: { ...init.headers, authorization: 'Bearer hrs_made_up' } }
}
