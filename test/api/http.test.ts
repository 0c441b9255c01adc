import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { makeTeamToken } from '#api/people/team-token.ts'
import { StoreUnavailable } from '#api/ports.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { ownRequestsOnly } from '#server/host-guard.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { PROBLEMS, type ProblemCode, problemSchema } from '#shared/contract/problem.ts'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { type ApiHost, apiOver, jsonInit } from '#test/support/api-host.ts'
import { assistantEvent, flowsEvent } from '#test/support/events.ts'
import { PASSWORD, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = '/api/v1/teams/acme'
const EVENTS = HOST_ROUTES.ingest.path
const MEMBERS = `${TEAM}/resources/ai/members`
const CHARGES = `${TEAM}/resources/flows/charges`
const SWITCH = `${TEAM}/resources/flows/pay-as-you-go`
const ON = { on: true, target: { kind: 'team' } }
const RUNS = HOST_ROUTES.admitRun.path
const aRun = (given: object) => ({ team: 'acme', run: 'r1', resource: 'flows', ...given })
const AN_EVENT = flowsEvent({ id: 'e', time: new Date(NOW).toISOString() }, { item: 'flow-run' })

let api: ApiHost
let signedIn: SignInHost
/** A provider that can’t be reached. */
const AWAY = {
  name: 'Away',
  discoveryUrl: 'http://127.0.0.1:9/.well-known/openid-configuration',
  clientId: 'headroom',
  clientSecret: undefined,
}
beforeEach(async () => {
  api = apiOver(createMemoryStore())
  await addAcme(api.store)
  signedIn = await signInHost({ provider: AWAY })
})

afterEach(() => signedIn.close())

async function asAda(init: RequestInit = {}): Promise<RequestInit> {
  const ada = { name: 'Ada', email: 'ada@example.com', operator: true }
  const { cookie } = await signedIn.enter(ada)
  const headers = new Headers(init.headers)
  headers.set('cookie', cookie)
  return { ...init, headers }
}

function as(role: string, init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  headers.set('x-headroom-view-as', role)
  return { ...init, headers }
}

/** An API whose store fails when a transaction begins. */
async function failing(error: Error): Promise<ApiHost> {
  const store = createMemoryStore()
  await addAcme(store)
  return apiOver({
    ...store,
    team: (id) => ({
      ...store.team(id),
      write: async () => {
        throw error
      },
    }),
  })
}

function buy(from: ApiHost, given: object): Promise<Response> {
  const body = { key: 'first', pack: 'assistant-1000', priceMicros: 10_000_000, ...given }
  return from.fetch(`${TEAM}/purchases`, as('billing', jsonInit('POST', body)))
}

function again(given: object): Promise<Response> {
  const body = { channel: 'mail', recipient: 'ada', ...given }
  return api.fetch(`${TEAM}/deliveries/again`, jsonInit('POST', body))
}

function connect(from: ApiHost): Promise<Response> {
  const body = { provider: 'flowly', key: 'a-key-of-an-account' }
  return from.fetch(`${TEAM}/connections`, jsonInit('POST', body))
}

/** A request that is refused so. */
const REFUSED: Record<ProblemCode, () => Response | Promise<Response>> = {
  'invalid-request': () => api.fetch(`${TEAM}/usage?cycle=today`),
  'invalid-json': () => api.fetch(EVENTS, { ...jsonInit('POST', ''), body: '{"id":' }),
  'signed-out': () => signedIn.fetch(`${TEAM}/usage`),
  'unknown-invitation': () =>
    api.fetch(`${TEAM}/invitations/none`, as('admin', { method: 'DELETE' })),
  'already-member': async () => {
    await addAcme(signedIn.store)
    const { cookie, person } = await signedIn.enter({ name: 'Ada', email: 'ada@example.com' })
    await signedIn.store.team('acme').write(async (tx) => {
      const [ada] = await tx.members(['ada'])
      if (ada) await tx.changeMember({ ...ada, person })
    })
    const invite = jsonInit('POST', { email: 'ada@example.com', roles: ['member'] })
    const headers = { ...invite.headers, cookie }
    return signedIn.fetch(`${TEAM}/invitations`, { ...invite, headers })
  },
  'already-known': async () => {
    await signedIn.enter({ name: 'Eve', email: 'eve@example.com' })
    const token = await signedIn.signIn.setUp()
    const eve = { name: 'Eve', email: 'eve@example.com', password: PASSWORD }
    return signedIn.fetch('/api/v1/set-up', jsonInit('POST', { ...eve, token }))
  },
  'last-of-role': () =>
    api.fetch(`${TEAM}/members/ada/roles`, as('admin', jsonInit('PUT', { roles: ['member'] }))),
  'sign-in-first': async () => {
    await addAcme(signedIn.store)
    await signedIn.enter({ name: 'Eve', email: 'eve@example.com' })
    const { hash, token } = makeTeamToken('acme')
    await signedIn.store.team('acme').write((tx) =>
      tx.saveInvitation({
        id: 'i',
        email: 'eve@example.com',
        roles: ['member'],
        hash,
        createdAt: NOW,
        expiresAt: NOW + 1,
        actor: { kind: 'person', id: 'ada', name: 'Ada' },
      }),
    )
    return signedIn.fetch('/api/v1/invitations/accept', jsonInit('POST', { token }))
  },
  'unknown-key': () =>
    api.fetch(`${TEAM}/usage`, { headers: { authorization: 'Bearer hrp_made_up' } }),
  'source-taken': async () => {
    const key = { name: 'Runner', scopes: ['events'], source: '/flows/' }
    const make = () => api.fetch(`${TEAM}/service-keys`, as('admin', jsonInit('POST', key)))
    await make()
    return make()
  },
  'key-replaced': async () => {
    const key = { name: 'Runner', scopes: ['runs'] }
    const made = await api.fetch(`${TEAM}/service-keys`, as('admin', jsonInit('POST', key)))
    const { id } = await made.json()
    const rotate = as('admin', jsonInit('POST', { overlapHours: 1 }))
    await api.fetch(`${TEAM}/service-keys/${id}/rotate`, rotate)
    return api.fetch(`${TEAM}/service-keys/${id}/rotate`, rotate)
  },
  'no-such-key': () => api.fetch(`${TEAM}/service-keys/none`, as('admin', { method: 'DELETE' })),
  'wrong-credentials': () => {
    const body = { email: 'ada@example.com', password: 'guessed' }
    return signedIn.fetch('/api/v1/sign-in', jsonInit('POST', body))
  },
  'link-over': () =>
    signedIn.fetch('/api/v1/sign-in/link/use', jsonInit('POST', { token: 'made-up' })),
  'no-sign-in': () => api.fetch('/api/v1/sessions'),
  'no-provider': () => signedIn.fetch('/api/v1/sign-in/provider', jsonInit('POST', {})),
  'unknown-session': async () =>
    signedIn.fetch('/api/v1/sessions/none', await asAda({ method: 'DELETE' })),
  'team-exists': async () => {
    await addAcme(signedIn.store)
    const team = { id: 'acme', name: 'Another', plan: 'team', zone: 'UTC' }
    return signedIn.fetch('/api/v1/teams', await asAda(jsonInit('POST', team)))
  },
  'unknown-viewer': () => api.fetch(`${TEAM}/usage`, as('nobody')),
  forbidden: () => api.fetch(SWITCH, as('admin', jsonInit('PUT', ON))),
  'forbidden-origin': async () => {
    const { Hono } = await import('hono')
    const { withRequestId } = await import('#api/http/request-id.ts')
    const site = new Hono()
      .use(withRequestId())
      .use(ownRequestsOnly({ publicUrl: 'http://127.0.0.1:4280', loopback: true }))
    return site.request('http://evil.example/api/v1/session')
  },
  'method-not-allowed': () => api.fetch(EVENTS),
  'not-found': () => api.fetch('/api/v1/nothing'),
  'unknown-team': () => api.fetch('/api/v1/teams/nowhere/usage'),
  'unknown-member': () => {
    const body = { on: true, target: { kind: 'members', members: ['nobody'] } }
    return api.fetch(SWITCH.replace('flows', 'ai'), as('billing', jsonInit('PUT', body)))
  },
  'unknown-cycle': () => api.fetch(`${TEAM}/usage?cycle=2020-01-31`),
  'charges-archived': async () => {
    const cycle = '2026-10-31'
    const of = { cycle, start: NOW, end: NOW + 1, archivedAt: NOW }
    const archived = { ...of, charges: 0, sums: {}, seal: {} }
    await api.store.team('acme').write((tx) => tx.archiveCycle({ ...archived, sha256: '' }))
    return api.fetch(`${TEAM}/exports/charges.csv?cycle=${cycle}`, as('billing'))
  },
  'unknown-alert': () => api.fetch(`${TEAM}/alerts/none`, jsonInit('PUT', { dismissed: true })),
  'unknown-invoice': () => api.fetch(`${TEAM}/invoices/2026-10-31`, as('billing')),
  'unknown-run': () => api.fetch(`${RUNS}/r1?team=acme`),
  'run-conflict': async () => {
    await api.fetch(RUNS, jsonInit('POST', aRun({})))
    return api.fetch(RUNS, jsonInit('POST', aRun({ estimate: 2 })))
  },
  'run-ended': async () => {
    await api.fetch(RUNS, jsonInit('POST', aRun({})))
    await api.fetch(`${RUNS}/r1/settle`, jsonInit('POST', { team: 'acme' }))
    return api.fetch(`${RUNS}/r1/release`, jsonInit('POST', { team: 'acme' }))
  },
  'unknown-delivery': () => again({ message: 'limit:none' }),
  'unknown-endpoint': () => api.fetch(`${TEAM}/webhooks/none`, jsonInit('PUT', { on: true })),
  'delivery-under-way': async () => {
    await api.fetch(`${TEAM}/deliveries/test`, jsonInit('POST', { channel: 'mail' }))
    const due = { at: NOW, lease: 'a worker', until: NOW + 1, limit: 1 }
    await api.store.team('acme').outbox.takeDue(due)
    return again({ message: `test:${NOW}` })
  },
  'mail-promised': () =>
    api.fetch(`${TEAM}/mail-choices`, as('billing', jsonInit('PUT', { topic: 'team', on: false }))),
  'too-many-endpoints': async () => {
    const add = () => api.fetch(`${TEAM}/webhooks`, jsonInit('POST', { url: 'http://a.example' }))
    for (let n = 0; n < 10; n++) await add()
    return add()
  },
  'too-many-keys': async () => {
    const key = { name: 'Runner', scopes: ['runs'] }
    const make = () => api.fetch(`${TEAM}/service-keys`, as('admin', jsonInit('POST', key)))
    for (let n = 0; n < 50; n++) await make()
    return make()
  },
  'too-many-invitations': async () => {
    await addAcme(signedIn.store)
    const { cookie, person } = await signedIn.enter({ name: 'Ada', email: 'ada@example.com' })
    const actor = { kind: 'person', id: 'ada', name: 'Ada' } as const
    await signedIn.store.team('acme').write(async (tx) => {
      const [ada] = await tx.members(['ada'])
      if (ada) await tx.changeMember({ ...ada, person })
      for (let n = 0; n < 500; n++) {
        const of = { id: `${n}`, email: `${n}@example.com`, hash: `${n}`, actor }
        const open = { roles: ['member'], createdAt: NOW, expiresAt: NOW + 1 } as const
        await tx.saveInvitation({ ...of, ...open })
      }
    })
    const invite = jsonInit('POST', { email: 'new@example.com', roles: ['member'] })
    const headers = { ...invite.headers, cookie }
    return signedIn.fetch(`${TEAM}/invitations`, { ...invite, headers })
  },
  'too-many-streams': async () => {
    const follow = () => api.fetch(`${TEAM}/events-stream`)
    for (let n = 0; n < 200; n++) await follow()
    return follow()
  },
  'unknown-pack': () => buy(api, { pack: 'none' }),
  'purchase-conflict': async () => {
    await buy(api, {})
    return buy(api, { pack: 'assistant-5000', priceMicros: 40_000_000 })
  },
  'price-changed': () => buy(api, { priceMicros: 1 }),
  'balance-full': async () => {
    const [pack, ...packs] = DEFAULT_CATALOG.bonusPacks
    if (!pack) throw new Error('no pack')
    const bonusPacks = [{ ...pack, credits: MAX_CREDITS }, ...packs]
    const over = apiOver(api.store, { catalog: { ...DEFAULT_CATALOG, bonusPacks } })
    await buy(over, {})
    return buy(over, { key: 'second' })
  },
  'unknown-server': () => api.fetch(`${TEAM}/servers/none/limit`, jsonInit('PUT', { credits: 1 })),
  'server-limit-reached': async () => {
    await api.send(assistantEvent({ id: 'a', time: new Date(NOW).toISOString() }, { tokens: 1 }))
    await api.fetch(`${TEAM}/servers/docs/limit`, jsonInit('PUT', { credits: 1 }))
    return api.fetch(RUNS, jsonInit('POST', aRun({ resource: 'assistant', part: 'docs' })))
  },
  'limit-reached': () => api.fetch(RUNS, jsonInit('POST', aRun({ estimate: 101 }))),
  'spend-cap-reached': async () => {
    const cap = `${TEAM}/resources/flows/spend-cap`
    await api.fetch(SWITCH, as('billing', jsonInit('PUT', ON)))
    await api.fetch(cap, as('billing', jsonInit('PUT', { capMicros: 0 })))
    return api.fetch(RUNS, jsonInit('POST', aRun({ estimate: 101 })))
  },
  insufficient_credits: () =>
    api.fetch(RUNS, jsonInit('POST', aRun({ resource: 'assistant', estimate: 501 }))),
  serviceLimitExhausted: () =>
    api.fetch(RUNS, jsonInit('POST', aRun({ resource: 'api-calls', estimate: 1_000_001 }))),
  rateLimited: async () => {
    const limits = memoryLimits({ limits: rateLimits({ requestsPerMinute: 1 }), now: () => NOW })
    const limited = apiOver(api.store, { limits })
    await limited.fetch(`${TEAM}/usage`)
    return limited.fetch(`${TEAM}/usage`)
  },
  'unknown-plan': () => api.fetch(`${TEAM}/plan`, jsonInit('PUT', { plan: 'none' })),
  'too-few-seats': () => api.fetch(`${TEAM}/plan`, jsonInit('PUT', { plan: 'free' })),
  'not-offered': () =>
    api.fetch(SWITCH.replace('flows', 'api-calls'), as('billing', jsonInit('PUT', ON))),
  'switched-for-team': async () => {
    await api.fetch(`${TEAM}/plan`, jsonInit('PUT', { plan: 'enterprise' }))
    const body = { on: true, target: { kind: 'members', members: ['cara'] } }
    return api.fetch(SWITCH.replace('flows', 'ai'), as('billing', jsonInit('PUT', body)))
  },
  'unknown-message': () =>
    api.fetch(`${TEAM}/inbox`, jsonInit('PUT', { messages: ['none'], read: true })),
  'too-large': () => api.fetch(EVENTS, jsonInit('POST', new Array(1_001).fill({}))),
  'unsupported-media-type': () => api.fetch(EVENTS, { method: 'POST', body: '{}' }),
  'unknown-connection': () => api.fetch(`${TEAM}/connections/none`, { method: 'DELETE' }),
  'already-connected': async () => {
    await connect(api)
    return connect(api)
  },
  'key-refused': () => {
    api.accounts.answer({ kind: 'failed', failure: 'refused-key' })
    return connect(api)
  },
  'cannot-connect': () => connect(apiOver(api.store, { canConnect: false })),
  'too-soon': async () => {
    await connect(api)
    const [connection] = await api.store.team('acme').connections()
    return api.fetch(`${TEAM}/connections/${connection?.id}/readings`, jsonInit('POST', {}))
  },
  unavailable: async () =>
    (await failing(new StoreUnavailable('full'))).fetch(EVENTS, jsonInit('POST', AN_EVENT)),
  internal: async () =>
    (await failing(new Error('a bug'))).fetch(EVENTS, jsonInit('POST', AN_EVENT)),
}

const CODES = problemSchema.shape.code.options

describe('every refusal', () => {
  it.each(CODES)(
    '%s is a problem document, in sentences, with the id of its request',
    async (code) => {
      const response = await REFUSED[code]()
      const problem = problemSchema.parse(await response.json())
      const { status, title } = PROBLEMS[code]
      expect(response.status).toBe(status)
      expect(problem).toMatchObject({ code, status, title })
      expect(problem.detail).toMatch(/^\p{Lu}.*[^.]\.$/u)
      expect(problem.requestId).toMatch(/^[\w-]{8,}$/)
      expect(response.headers.get('x-request-id')).toBe(problem.requestId)
    },
  )

  it('of a part of a request says which and where', async () => {
    const refused = async (path: string, init?: RequestInit) =>
      problemSchema.parse(await (await api.fetch(path, init)).json()).detail
    expect(await refused(`${TEAM}/usage?cycle=today`)).toMatch(
      /^The query is not valid, at query\.cycle: .+[^.]\.$/,
    )
    const body = as('billing', jsonInit('PUT', { on: 1, target: { kind: 'team' } }))
    expect(await refused(SWITCH, body)).toMatch(/^The body is not valid, at \$\.on: .+[^.]\.$/)
  })
})

describe('a ledger without a team', () => {
  it('is told so, and it is no failure; a team that is not there is one', async () => {
    const empty = apiOver(createMemoryStore())
    const params = {}
    expect(await empty.call('session', { params })).toEqual({ kind: 'no-team', asOf: NOW })
    expect(await empty.refusal('session', { params, query: { team: 'acme' } })).toMatchObject({
      status: 404,
      detail: 'There is no team acme.',
    })
  })
})

describe('the id of a request', () => {
  it.each([
    ['/api/v1/session', 200],
    [`${TEAM}/usage`, 200],
    ['/api/openapi.json', 200],
    ['/api/docs', 200],
    ['/api/nothing', 404],
  ])('is on the answer of %s, as it was sent', async (path, status) => {
    const response = await api.fetch(path, { headers: { 'x-request-id': 'mine-7' } })
    expect([response.status, response.headers.get('x-request-id')]).toEqual([status, 'mine-7'])
  })

  it.each([
    ['none', undefined],
    ['one with spaces', 'a b'],
    ['a long one', 'x'.repeat(129)],
  ])('is made here where the sender gave %s', async (_, sent) => {
    const headers = sent === undefined ? {} : { 'x-request-id': sent }
    const response = await api.fetch('/api/v1/session', { headers })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

it('a failure of ours is reported under the id that its answer has', async () => {
  const reported: { requestId: string; error: unknown }[] = []
  const bug = new Error('a bug')
  const broken = createApi({
    store: createMemoryStore(),
    catalog: DEFAULT_CATALOG,
    now: () => {
      throw bug
    },
    report: (failure) => reported.push(failure),
  })
  const response = await broken.request('/api/v1/session', { headers: { 'x-request-id': 'mine' } })
  expect(reported).toEqual([{ requestId: 'mine', error: bug }])
  expect(await response.json()).toMatchObject({ code: 'internal', requestId: 'mine' })
})

describe('another method', () => {
  it.each([
    ['GET', EVENTS, 'POST'],
    ['HEAD', EVENTS, 'POST'],
    ['DELETE', `${TEAM}/usage`, 'GET, HEAD'],
    ['POST', SWITCH, 'PUT'],
    ['PUT', `${TEAM}/alerts`, 'GET, HEAD'],
    ['POST', '/api/v1/session', 'GET, HEAD'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
  ])('%s %s is refused, with those that are allowed', async (method, path, allowed) => {
    const response = await api.fetch(path, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed])
  })

  it.each(['/api/v1/session', `${TEAM}/usage`, `${TEAM}/cycles`, MEMBERS, '/api/openapi.json'])(
    'HEAD %s is answered as GET, without a body',
    async (path) => {
      const response = await api.fetch(path, { method: 'HEAD' })
      expect([response.status, await response.text()]).toEqual([200, ''])
    },
  )
})

describe('an encoded body', () => {
  it.each(['gzip', 'br', 'gzip, identity'])('%s is refused by its name', async (encoding) => {
    const init = jsonInit('POST', AN_EVENT)
    const headers = { ...init.headers, 'content-encoding': encoding }
    const response = await api.fetch(EVENTS, { ...init, headers })
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({
      code: 'unsupported-media-type',
      detail: `Send the body as it is: it is encoded with ${encoding}.`,
    })
  })

  it('that says identity is one that is not', async () => {
    const init = jsonInit('POST', AN_EVENT)
    const headers = { ...init.headers, 'content-encoding': 'Identity' }
    expect((await api.fetch(EVENTS, { ...init, headers })).status).toBe(200)
  })
})

describe('a batch over several teams', () => {
  it('that fails half-way says that it may be booked in part, and can be sent again', async () => {
    const store = createMemoryStore()
    await addAcme(store)
    await addAcme(store, { id: 'other' })
    let isFull = true
    const half = apiOver({
      ...store,
      team: (id) => {
        const team = store.team(id)
        return {
          ...team,
          write: async (work) => {
            if (id === 'other' && isFull) throw new StoreUnavailable('full')
            return team.write(work)
          },
        }
      },
    })
    const batch = [AN_EVENT, { ...AN_EVENT, team: 'other' }]
    const response = await half.fetch(EVENTS, jsonInit('POST', batch))
    const problem = problemSchema.parse(await response.json())
    expect(problem.code).toBe('unavailable')
    expect(problem.detail).toContain('may be booked already')
    expect(problem.detail).toContain('Send the same request again')
    isFull = false
    const { results } = await half.send(batch)
    expect(results.map((result) => result.outcome)).toEqual(['duplicate', 'accepted'])
    const described = await (await half.fetch('/api/openapi.json')).json()
    expect(described.paths[EVENTS].post.description).toContain('transaction of its own')
  })

  it('other requests that fail changed nothing, and say so', async () => {
    const full = await failing(new StoreUnavailable('full'))
    const response = await full.fetch(SWITCH, as('billing', jsonInit('PUT', ON)))
    expect(await response.json()).toMatchObject({
      detail: 'Nothing was changed. Send the same request again.',
    })
  })
})

describe('a cursor', () => {
  const members = `${MEMBERS}?limit=1&sort=used&order=desc`
  async function cursorOf(path: string): Promise<string> {
    const { nextCursor } = await (await api.fetch(path)).json()
    return encodeURIComponent(nextCursor)
  }

  it.each([
    ['order', '?limit=1&sort=used&order=asc'],
    ['sort', '?limit=1&sort=share&order=desc'],
    ['search', '?limit=1&sort=used&order=desc&search=a'],
    ['state', '?limit=1&sort=used&order=desc&state=ok'],
    ['cycle', '?limit=1&sort=used&order=desc&cycle=2026-10-31'],
  ])('of members is refused under another %s', async (_, query) => {
    api.setNow(NOW + 10 * 86_400_000)
    const cursor = await cursorOf(members)
    expect((await api.fetch(`${members}&cursor=${cursor}`)).status).toBe(200)
    expect((await api.fetch(`${members}&limit=3&cursor=${cursor}`)).status).toBe(200)
    const response = await api.fetch(`${MEMBERS}${query}&cursor=${cursor}`)
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'invalid-request', detail: expect.stringContaining('Ask for the first page again') },
    ])
  })

  it.each([
    ['kind', 'flows/charges?limit=1&kind=flow-run'],
    ['span', `flows/charges?limit=1&from=${NOW - 1}`],
    ['member', 'flows/charges?limit=1&member=cara'],
    ['resource', 'ai/charges?limit=1'],
  ])('of charges is refused under another %s', async (_, query) => {
    await api.send([AN_EVENT, { ...AN_EVENT, id: 'f' }])
    const cursor = await cursorOf(`${CHARGES}?limit=1`)
    expect((await api.fetch(`${CHARGES}?limit=2&cursor=${cursor}`)).status).toBe(200)
    const response = await api.fetch(`${TEAM}/resources/${query}&cursor=${cursor}`)
    expect([response.status, (await response.json()).code]).toEqual([400, 'invalid-request'])
  })
})
