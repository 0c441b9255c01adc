import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { jsonInit } from '#test/support/api-host.ts'
import { type Account, startOidcProvider } from '#test/support/oidc-provider.ts'
import { cookieOf, PUBLIC_URL, type SignInHost, signInHost } from '#test/support/sign-in.ts'

const CALLBACK = `${PUBLIC_URL}/api/auth/callback/oidc`
const ADA: Account = { sub: 'a1', email: 'ada@example.com', email_verified: true, name: 'Ada' }

let provider: Awaited<ReturnType<typeof startOidcProvider>>
let host: SignInHost
beforeAll(async () => {
  provider = await startOidcProvider({ redirectUri: CALLBACK })
})
afterAll(() => provider.stop())
afterEach(() => host.close())

function hostFor(options: { mayJoin?: (email: string) => boolean; issuer?: string } = {}) {
  const { issuer = provider.issuer, ...rest } = options
  return signInHost({
    ...rest,
    provider: {
      name: 'Acme ID',
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      clientId: 'headroom',
      clientSecret: 'only for tests',
    },
  })
}

/** As a browser: to the provider, through its pages, and back; gives the way back. */
async function goAs(account: Account): Promise<{ back: string; cookie: string }> {
  provider.become(account)
  const start = await host.fetch('/api/v1/sign-in/provider', jsonInit('POST', {}))
  const { address } = await start.json()
  const back = await throughProvider(address, account.sub)
  return { back, cookie: cookieOf(start.headers.getSetCookie()) }
}

async function comeBack({ back, cookie }: { back: string; cookie: string }) {
  const response = await host.signIn.callback(new Request(back, { headers: { cookie } }))
  const session = cookieOf(response.headers.getSetCookie())
  const who = await host.fetch('/api/v1/session', { headers: { cookie: session } })
  return { to: response.headers.get('location') ?? '', session: await who.json() }
}

async function throughProvider(address: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  let next: { url: string; init: RequestInit } = { url: address, init: {} }
  for (let step = 0; step < 12; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next.url, {
      ...next.init,
      redirect: 'manual',
      headers: { ...next.init.headers, cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location?.startsWith(CALLBACK)) return location
    next = location
      ? { url: new URL(location, next.url).href, init: {} }
      : formIn(await response.text(), { at: next.url, login })
  }
  throw new Error('the provider never sent the browser back')
}

/** The provider's own page of a login or a consent, filled in. */
function formIn(html: string, { at, login }: { at: string; login: string }) {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]
  const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1]
  if (action === undefined || prompt === undefined) throw new Error(`no form in ${html}`)
  const body = new URLSearchParams({ prompt, login, password: 'x' })
  return { url: new URL(action, at).href, init: { method: 'POST', body } }
}

describe('signing in at an identity provider', () => {
  it('lets in whom this server knows by a verified address', async () => {
    host = await hostFor()
    await host.enter({ name: 'Ada Byron', email: ADA.email })
    const { to, session } = await comeBack(await goAs(ADA))
    expect(new URL(to, PUBLIC_URL).pathname).toBe('/')
    expect(session).toMatchObject({ kind: 'no-team', signedIn: { name: 'Ada Byron' } })
  })

  it('lets in nobody who is not known and not invited', async () => {
    host = await hostFor()
    const { to, session } = await comeBack(await goAs(ADA))
    expect(new URL(to, PUBLIC_URL).pathname).toBe('/sign-in')
    expect(session).toMatchObject({ kind: 'signed-out' })
    expect(await host.signIn.people.find(ADA.email)).toBeUndefined()
  })

  it('makes somebody known who was invited', async () => {
    host = await hostFor({ mayJoin: (email) => email === ADA.email })
    const { session } = await comeBack(await goAs(ADA))
    expect(session).toMatchObject({ kind: 'no-team', signedIn: { email: ADA.email } })
    expect(await host.signIn.people.find(ADA.email)).toMatchObject({ operator: false })
  })

  it.each([
    ['of somebody who is known', true],
    ['of somebody who was invited', false],
  ])('takes no word for an address that is not verified, %s', async (_, isKnown) => {
    host = await hostFor({ mayJoin: () => true })
    if (isKnown) await host.enter({ name: 'Ada Byron', email: ADA.email })
    const { session } = await comeBack(await goAs({ ...ADA, email_verified: false }))
    expect(session).toMatchObject({ kind: 'signed-out' })
  })

  it('a way back is taken once, in the browser that set out', async () => {
    host = await hostFor()
    await host.enter({ name: 'Ada Byron', email: ADA.email })
    const way = await goAs(ADA)
    expect((await comeBack({ ...way, cookie: '' })).session).toMatchObject({ kind: 'signed-out' })
    const other = await goAs(ADA)
    expect((await comeBack(other)).session).toMatchObject({ kind: 'no-team' })
    expect((await comeBack(other)).session).toMatchObject({ kind: 'signed-out' })
  })

  it('a way back with another state leads nowhere', async () => {
    host = await hostFor()
    await host.enter({ name: 'Ada Byron', email: ADA.email })
    const { back, cookie } = await goAs(ADA)
    const url = new URL(back)
    url.searchParams.set('state', 'made-up')
    const { session } = await comeBack({ back: url.href, cookie })
    expect(session).toMatchObject({ kind: 'signed-out' })
  })

  it('finds a provider that was away when the server started', async () => {
    await provider.stop()
    host = await hostFor()
    const ask = () => host.fetch('/api/v1/sign-in/provider', jsonInit('POST', {}))
    const away = await ask()
    await provider.comeBack()
    expect([away.status, (await ask()).status]).toEqual([503, 200])
  })

  it('says so where the provider can’t be reached', async () => {
    host = await hostFor({ issuer: 'http://127.0.0.1:9' })
    const response = await host.fetch('/api/v1/sign-in/provider', jsonInit('POST', {}))
    expect(await response.json()).toMatchObject({ status: 503, code: 'no-provider' })
    expect(await (await host.fetch('/api/v1/session')).json()).toMatchObject({
      ways: { provider: 'Acme ID' },
    })
  })
})
