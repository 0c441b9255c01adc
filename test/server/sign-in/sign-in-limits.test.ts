import { afterEach, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { tooManySignIns } from '#api/limits/limit-sign-in.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { createSite } from '#server/site.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { LIMITS } from '#test/support/limits.ts'
import { PASSWORD, PUBLIC_URL, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { NOW } from '#test/support/team.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const NOBODY = 'nobody@example.com'
const MINUTE = 60_000

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

describe.each(LIMITS)('attempts to sign in, by $name limits', ({ open }) => {
  it('of many at once for one account, whatever the case of its address, ten are let in', async ({
    skip,
  }) => {
    const opened = await open({ servers: 2, requestsPerMinute: 300 })
    if ('missing' in opened) return skip(opened.missing)
    cleanups.push(opened.close)
    const account = { of: 'passwords', email: ADA.email } as const
    const asks = Array.from({ length: 33 }, (_, n) => {
      const limits = opened.each[n % 2]
      const address = `192.0.2.${n}`
      return tooManySignIns({ ...(limits ? { limits } : {}) }, { address, account })
    })
    const refusals = (await Promise.all(asks)).filter((refusal) => refusal !== undefined)
    expect(refusals).toHaveLength(23)
    const [limits] = opened.each
    if (!limits) throw new Error('no server')
    const links = { of: 'links', email: ADA.email } as const
    expect(await tooManySignIns({ limits }, { address: '192.0.2.99', account: links })).toBe(
      undefined,
    )
  })

  it('a hundred come from one network, and another one is not hindered', async ({ skip }) => {
    const opened = await open({ servers: 1, requestsPerMinute: 300 })
    if ('missing' in opened) return skip(opened.missing)
    cleanups.push(opened.close)
    const [limits] = opened.each
    if (!limits) throw new Error('no server')
    const from = (address: string) => tooManySignIns({ limits }, { address })
    const asks = Array.from({ length: 121 }, (_, n) => from(`2001:db8:1:2::${n.toString(16)}`))
    expect((await Promise.all(asks)).filter((refusal) => refusal === undefined)).toHaveLength(100)
    expect(await from('2001:db8:1:3::1')).toBe(undefined)
  })
})

describe('signing in too often', () => {
  let now = NOW
  const started = async (): Promise<SignInHost> => {
    now = NOW
    const limits = memoryLimits({ limits: rateLimits({}), now: () => now })
    const host = await signInHost({ limits })
    cleanups.push(host.close)
    await host.enter(ADA)
    return host
  }
  const post = (host: SignInHost, path: string, body: unknown) =>
    host.fetch(`/api/v1/${path}`, jsonInit('POST', body))
  const told = async (response: Response) => {
    const { requestId: _, ...problem } = await response.json()
    return { problem, after: response.headers.get('retry-after') }
  }

  it.each([
    ['a password', 'sign-in', { password: 'guessed' }, 10],
    ['a mailed link', 'sign-in/link', {}, 5],
  ])('%s: the same is said of somebody and of nobody', async (_, path, body, most) => {
    const host = await started()
    for (let n = 0; n < most; n++) {
      const known = await post(host, path, { ...body, email: ADA.email })
      const unknown = await post(host, path, { ...body, email: NOBODY })
      expect(known.status).not.toBe(429)
      expect(unknown.status).toBe(known.status)
    }
    const known = await told(await post(host, path, { ...body, email: 'ADA@example.com' }))
    const unknown = await told(await post(host, path, { ...body, email: NOBODY }))
    expect(unknown).toEqual(known)
    expect(known).toMatchObject({
      problem: {
        status: 429,
        code: 'rateLimited',
        detail: 'There were too many attempts to sign in. Try again in 15 minutes.',
      },
      after: '900',
    })
    expect(host.links.filter(({ email }) => email === ADA.email).length).toBeLessThanOrEqual(5)
  })

  it('the right password does not help until the time is over', async () => {
    const host = await started()
    const right = () => post(host, 'sign-in', { email: ADA.email, password: PASSWORD })
    for (let n = 0; n < 10; n++) {
      await post(host, 'sign-in', { email: ADA.email, password: 'guessed' })
    }
    expect((await right()).status).toBe(429)
    now += 15 * MINUTE
    expect((await right()).status).toBe(200)
  })

  it.each(['password', 'link'])('counts anew after the right %s', async (way) => {
    const host = await started()
    const wrong = () => post(host, 'sign-in', { email: ADA.email, password: 'guessed' })
    for (let n = 0; n < 9; n++) await wrong()
    await post(host, 'sign-in/link', { email: ADA.email })
    const { token } = host.links.at(-1) ?? {}
    const entered =
      way === 'link'
        ? await post(host, 'sign-in/link/use', { token })
        : await post(host, 'sign-in', { email: ADA.email, password: PASSWORD })
    expect(entered.status).toBe(200)
    for (let n = 0; n < 10; n++) expect((await wrong()).status).toBe(401)
    expect((await wrong()).status).toBe(429)
  })

  it.each([
    ['sign-in/link/use', { token: 'made-up' }],
    ['sign-in/provider', {}],
    [
      'set-up',
      {
        token: 'made-up',
        ...ADA,
        password: PASSWORD,
        team: { id: 't', name: 'T', plan: 'team', zone: 'UTC' },
      },
    ],
  ])('%s is limited by where it comes from', async (path, body) => {
    const host = await started()
    for (let n = 0; n < 100; n++) expect((await post(host, path, body)).status).not.toBe(429)
    expect((await post(host, path, body)).status).toBe(429)
  })

  it('the way back from an identity provider is limited by where it comes from', async () => {
    const { store, signIn, close } = await signInHost({
      provider: {
        name: 'Away',
        discoveryUrl: 'http://127.0.0.1:9/.well-known/openid-configuration',
        clientId: 'headroom',
        clientSecret: undefined,
      },
    })
    cleanups.push(close)
    const limits = memoryLimits({ limits: rateLimits({}), now: () => NOW })
    const common = { catalog: DEFAULT_CATALOG, now: () => NOW, report: () => undefined }
    const site = createSite({
      api: createApi({ ...common, store, limits }),
      pages: new Map(),
      publicUrl: PUBLIC_URL,
      config: { host: '127.0.0.1', proxies: [] },
      signIn,
      limits,
    })
    const back = () => site.request(`${PUBLIC_URL}/api/auth/callback/oidc?state=guessed`)
    for (let n = 0; n < 100; n++) expect((await back()).status).not.toBe(429)
    const refused = await back()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '900'])
  })

  it('the way back takes no more than an answer needs, and is not there without a provider', async () => {
    const { store, signIn } = await started()
    const common = { catalog: DEFAULT_CATALOG, now: () => NOW, report: () => undefined }
    const site = createSite({
      api: createApi({ ...common, store }),
      pages: new Map(),
      publicUrl: PUBLIC_URL,
      config: { host: '127.0.0.1', proxies: [] },
      signIn,
    })
    const back = (body: string) =>
      site.request(`${PUBLIC_URL}/api/auth/callback/oidc`, { method: 'POST', body })
    const statuses = [(await back('state=x')).status, (await back('x'.repeat(70_000))).status]
    expect(statuses).toEqual([404, 413])
  })

  it('with a session of somebody’s their password can’t be found out', async () => {
    const host = await started()
    const { cookie } = await host.enter({ name: 'Eve', email: 'eve@example.com' })
    const body = { current: 'guessed', next: 'another long password' }
    const init = {
      ...jsonInit('PUT', body),
      headers: { cookie, 'content-type': 'application/json' },
    }
    for (let n = 0; n < 10; n++) {
      expect((await host.fetch('/api/v1/password', init)).status).toBe(401)
    }
    expect((await host.fetch('/api/v1/password', init)).status).toBe(429)
  })
})
