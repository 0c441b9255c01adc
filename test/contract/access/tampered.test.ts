import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '#server/database/sqlite.ts'
import { SECRET, signInHost } from '#test/support/sign-in.ts'
import { ASKS } from './asks.ts'
import type { Column } from './columns.ts'
import { rowsOf } from './digest.ts'
import { ask, clientOf } from './request.ts'
import { signInAgain } from './team-things.ts'
import type { AskedName } from './who.ts'
import { embedToken, makeWorld, type World } from './world.ts'

const USAGE = '/api/v1/teams/acme/usage'

let world: World
beforeAll(async () => {
  world = await makeWorld(await openSqlite({ folder: ':memory:', role: 'server' }))
})
afterAll(() => world.host.close())

const statusOf = async (headers: Record<string, string>, path = USAGE) =>
  (await world.host.fetch(path, { headers })).status

describe('a session’s cookie', () => {
  const parts = (cookie: string) => {
    const [name = '', value = ''] = cookie.split(/=(.*)/)
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    return { name, token, signature }
  }
  const made = ({ name, token, signature }: ReturnType<typeof parts>) =>
    `${name}=${encodeURIComponent(`${token}.${signature}`)}`
  const ada = async () => (await signInAgain(world.host, world.acme.crew.ada.email)).cookie

  it('lets in as it was given', async () => {
    const cookie = await ada()
    expect(made(parts(cookie))).toBe(cookie)
    expect(await statusOf({ cookie })).toBe(200)
  })

  it('with any character changed lets nobody in', async () => {
    const cookie = await ada()
    const [name, value = ''] = cookie.split(/=(.*)/)
    for (let at = 0; at < value.length; at++) {
      const other = value[at] === 'A' ? 'B' : 'A'
      const changed = `${name}=${value.slice(0, at)}${other}${value.slice(at + 1)}`
      // The last character of base64 before `=` has bits that mean nothing.
      if (sameBytes(changed, cookie)) continue
      expect([changed, await statusOf({ cookie: changed })]).toEqual([changed, 401])
    }
  })

  it.each<[string, (cookie: string, other: string) => string]>([
    ['cut short', (cookie) => cookie.slice(0, -10)],
    ['without its signature', (cookie) => made({ ...parts(cookie), signature: '' })],
    [
      'with another’s token',
      (cookie, other) => made({ ...parts(cookie), token: parts(other).token }),
    ],
    [
      'with another’s signature',
      (cookie, other) => made({ ...parts(cookie), signature: parts(other).signature }),
    ],
    ['of no name', (cookie) => cookie.replace(/^[^=]+=/, '=')],
    ['by the name for an address without TLS', (cookie) => cookie.replace(/^__Host-/, '')],
    ['by the name with Secure alone', (cookie) => cookie.replace(/^__Host-/, '__Secure-')],
    ['by another case of its name', (cookie) => cookie.replace(/^__Host-h/, '__host-H')],
    ['in capitals', (cookie) => cookie.replace(/=.*/, (value) => value.toUpperCase())],
    ['much too long', (cookie) => `${cookie}${'A'.repeat(100_000)}`],
    ['signed with nothing', (cookie) => made({ ...parts(cookie), signature: 'AAAA' })],
  ])('%s lets nobody in', async (_, change) => {
    const other = await signInAgain(world.host, world.beta.crew.dora.email)
    expect(await statusOf({ cookie: change(await ada(), other.cookie) })).toBe(401)
  })

  it('of a token that was made up, though rightly signed, lets nobody in', async () => {
    const { name, ...own } = parts(await ada())
    expect(await signed(own.token)).toBe(own.signature)
    const token = 'a-token-that-no-session-has-0123456789'
    const signature = await signed(token)
    expect(await statusOf({ cookie: made({ name, token, signature }) })).toBe(401)
  })

  it('of a session that ended lets nobody in', async () => {
    const cookie = await ada()
    await clientOf(world.host, { cookie }).call('signOut', { params: {}, body: {} })
    expect(await statusOf({ cookie })).toBe(401)
  })

  it('beside another one is that of either, and of nobody else', async () => {
    const cookie = await ada()
    const { cookie: other } = world.beta.crew.dora.headers
    const garbage = cookie.replace(/=.*/, '=garbage')
    for (const both of [`${cookie}; ${other}`, `${other}; ${cookie}`]) {
      expect([200, 404]).toContain(await statusOf({ cookie: both }))
    }
    for (const both of [`${cookie}; ${garbage}`, `${garbage}; ${cookie}`]) {
      expect([200, 401]).toContain(await statusOf({ cookie: both }))
    }
  })
})

describe('a key', () => {
  const make = async () => {
    const asked = { params: { team: 'acme' }, body: { name: 'Script' } }
    const dora = clientOf(world.host, world.acme.crew.dora.headers)
    const { id, secret } = await dora.call('createOwnKey', asked)
    return { secret, end: () => dora.call('endOwnKey', { params: { team: 'acme', key: id } }) }
  }
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

  it('with any character changed, of another case, or with more about it, is not known', async () => {
    const { secret, end } = await make()
    const changed = [...secret].map((character, at) => {
      const other = character === 'a' ? 'b' : 'a'
      return `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`
    })
    const others = [
      secret.toUpperCase(),
      `${secret}A`,
      `A${secret}`,
      secret.slice(0, -1),
      secret.replace('hrp_', 'hrs_'),
      `${secret} x`,
      `"${secret}"`,
      `${secret},${secret}`,
    ]
    for (const forged of [...changed, ...others]) {
      expect([forged, await statusOf(bearer(forged))]).toEqual([forged, 401])
    }
    expect(await statusOf(bearer(secret))).toBe(200)
    await end()
  })

  it('counts where it is sent, and nowhere else', async () => {
    const { secret, end } = await make()
    const basic = `Basic ${btoa(`key:${secret}`)}`
    expect(await statusOf({ 'x-api-key': secret })).toBe(200)
    for (const headers of [
      { authorization: secret },
      { authorization: basic },
      { authorization: `Token ${secret}` },
      { cookie: `authorization=Bearer ${secret}` },
      { 'x-auth-token': secret },
    ]) {
      expect(await statusOf(headers)).toBe(401)
    }
    for (const name of ['api_key', 'access_token', 'key', 'authorization', 'x-api-key']) {
      expect(await statusOf({}, `${USAGE}?${name}=${secret}`)).toBe(401)
    }
    await end()
  })

  it('that is not known is made up for by no other, and by no session', async () => {
    const { secret, end } = await make()
    const { cookie } = world.acme.crew.dora.headers
    const made = bearer(secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))
    expect(await statusOf({ ...made, 'x-api-key': secret })).toBe(401)
    expect(await statusOf({ ...made, cookie })).toBe(401)
    expect(await statusOf({ authorization: '', cookie })).toBe(401)
    await end()
  })

  it('decides what is done, also beside a session that may do more', async () => {
    const { secret, end } = await make()
    const headers = { ...bearer(secret), ...world.acme.crew.dora.headers }
    const body = { capMicros: 1 }
    const params = { team: 'acme', resource: 'flows' }
    const { status } = await ask(world.host, 'setSpendCap', { params, body, headers })
    expect(status).toBe(403)
    await end()
  })
})

const TOKENS: { route: AskedName; what: string; token: () => Promise<string> }[] = [
  { route: 'signInWithLink', what: 'a sign-in link', token: () => tokenOf('signInWithLink') },
  { route: 'readInvitation', what: 'an invitation', token: () => tokenOf('readInvitation') },
  { route: 'acceptInvitation', what: 'an invitation', token: () => tokenOf('acceptInvitation') },
  {
    route: 'openEmbed',
    what: 'an embedding link',
    token: () => embedToken(world, { team: 'acme', member: 'cara' }),
  },
]

const NOBODY: Column = { kind: 'nobody', name: 'nobody', headers: {} }

async function tokenOf(route: AskedName): Promise<string> {
  const { body } = await ASKS[route]({ world, by: NOBODY })
  if (typeof body === 'object' && body && 'token' in body) return `${body.token}`
  throw new Error(`${route} has no token`)
}

describe('a token', () => {
  it.each(TOKENS)(
    'of $what, changed anywhere, opens nothing ($route)',
    async ({ route, token }) => {
      const whole = await token()
      const [team, secret = whole] = whole.split(/\.(?=[^.]*$)/)
      const changed = [
        ...[0, 1, Math.floor(secret.length / 2), secret.length - 2].map((at) => {
          const other = secret[at] === 'A' ? 'B' : 'A'
          return whole.replace(secret, `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`)
        }),
        whole.slice(0, -1),
        `${whole}A`,
        `${whole} `,
        ` ${whole}`,
        whole.toUpperCase(),
        secret === whole ? `acme.${whole}` : secret,
        `beta.${secret}`,
        `${team}..${secret}`,
        `${team}%00.${secret}`,
      ]
      const person = { name: 'Mal', password: 'correct horse battery' }
      const more = route === 'acceptInvitation' ? { person } : {}
      const before = await rowsOf(world.engine)
      for (const token of changed) {
        const response = await ask(world.host, route, { body: { token, ...more } })
        expect([token, response.status]).toEqual([token, 410])
        expect(response.headers.getSetCookie()).toEqual([])
      }
      expect(await rowsOf(world.engine)).toEqual(before)
      const right = await ask(world.host, route, { body: { token: whole, ...more } })
      expect(right.status).toBe(200)
    },
  )

  it('of one kind is none of another', async () => {
    const tokens = await Promise.all(TOKENS.map(async ({ what, token }) => [what, await token()]))
    const before = await rowsOf(world.engine)
    for (const { route, what } of TOKENS) {
      for (const [of, token] of tokens) {
        if (of === what) continue
        expect((await ask(world.host, route, { body: { token } })).status).toBe(410)
      }
    }
    expect(await rowsOf(world.engine)).toEqual(before)
  })
})

describe('the token of a first start', () => {
  it('changed anywhere, or of any other kind, sets nothing up', async () => {
    const engine = await openSqlite({ folder: ':memory:', role: 'server' })
    const host = await signInHost({ engine })
    const whole = (await host.signIn.setUp()) ?? ''
    const team = { id: 'first', name: 'First', plan: 'team', zone: 'UTC' }
    const person = { name: 'Mal', email: 'mal@example.com', password: 'correct horse battery' }
    const setUp = (token: string) => ask(host, 'setUp', { body: { token, ...person, team } })
    const before = await rowsOf(engine)
    const links = await Promise.all(TOKENS.map(({ token }) => token()))
    const cut = [whole.slice(0, -1), `${whole}A`, ` ${whole}`, whole.toUpperCase(), 'setup']
    const changed = [...whole].map((character, at) => {
      const other = character === 'A' ? 'B' : 'A'
      return `${whole.slice(0, at)}${other}${whole.slice(at + 1)}`
    })
    for (const token of [...changed, ...cut, ...links]) {
      expect([token, (await setUp(token)).status]).toEqual([token, 410])
    }
    expect(await rowsOf(engine)).toEqual(before)
    expect((await setUp(whole)).status).toBe(200)
    await host.close()
  })
})

const LISTS = ['charges', 'members', 'roster', 'inbox', 'deliveries', 'audit'] as const

describe('a place in a list', () => {
  const page = async (route: AskedName, query: Record<string, string>) => {
    const asked = await ASKS[route]({ world, by: NOBODY })
    const params = { team: 'acme', ...asked.params }
    const { headers } = world.acme.crew.dora
    return ask(world.host, route, { params, query, headers })
  }
  const place = async (route: AskedName): Promise<string> =>
    (await (await page(route, { limit: '1' })).json()).nextCursor

  it.each(LISTS)('of %s, changed anywhere, is refused or one of the same list', async (route) => {
    const cursor = await place(route)
    for (let at = 0; at < cursor.length; at++) {
      for (const other of ['A', '9', '-', ' ']) {
        const changed = `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`
        const { status } = await page(route, { limit: '1', cursor: changed })
        expect([200, 400]).toContain(status)
      }
    }
    expect(world.host.failures.splice(0)).toEqual([])
  })

  it.each(LISTS)('of another list is none of %s', async (route) => {
    for (const other of LISTS) {
      if (other === route) continue
      const { status } = await page(route, { cursor: await place(other) })
      expect([other, status]).toEqual([other, 400])
    }
  })
})

function sameBytes(a: string, b: string): boolean {
  const bytes = (cookie: string) => {
    const value = decodeURIComponent(cookie.split(/=(.*)/)[1] ?? '')
    const [token = '', signature = ''] = value.split('.')
    return `${token} ${Buffer.from(signature, 'base64').toString('hex')}`
  }
  try {
    return bytes(a) === bytes(b)
  } catch {
    return false
  }
}

/** As the server signs. */
async function signed(token: string): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(SECRET), hmac, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, bytes.encode(token))
  return Buffer.from(signature).toString('base64')
}
