/*
 * Every route by everybody who can come to the door. A new route fails here until it has a row in
 * who.ts, which says who may ask it, and one in asks.ts, a request that succeeds for them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { problemSchema } from '#shared/contract/problem.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { ENGINES } from '#test/support/engines.ts'
import { NOW } from '#test/support/team.ts'
import { ASKS, MORE_ASKS } from './asks.ts'
import { type Column, columnsOf } from './columns.ts'
import { rowsOf } from './digest.ts'
import { type Expected, expected, isLetIn } from './expected.ts'
import { ALL, type Asked, ask } from './request.ts'
import { type AskedName, WHO } from './who.ts'
import { makeWorld, type World } from './world.ts'

const NAMES = Object.keys(ALL).filter(isAsked)
const ROWS = [
  ...NAMES.map((route) => ({ row: route, route, as: route, asked: {} })),
  ...MORE_ASKS.map((more) => ({ row: `${more.route}, as ${more.as}`, ...more })),
]
/** What is the same for everybody, and of nobody. */
const PUBLIC = ['GET /api/openapi.json', 'GET /api/docs', 'GET /api/docs.css']

function isAsked(name: string): name is AskedName {
  return name in ALL
}

describe('the table of who may ask what', () => {
  it('has a row for each route, and none for another', () => {
    expect(Object.keys(WHO).toSorted()).toEqual(NAMES.toSorted())
    expect(Object.keys(ASKS).toSorted()).toEqual(NAMES.toSorted())
  })

  it('has every address that the API answers, also those that are in no document', () => {
    const ports = { store: createMemoryStore(), catalog: DEFAULT_CATALOG, now: () => NOW }
    const { routes } = createApi({ ...ports, report: () => undefined })
    const answered = routes
      .filter(({ method }) => method !== 'ALL')
      .map(
        ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{\.\+\\\.csv\})?/g, inBraces)}`,
      )
    const listed = Object.values(ALL).map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect([...new Set(answered)].toSorted()).toEqual([...listed, ...PUBLIC].toSorted())
  })
})

function inBraces(_: string, name: string, csv: string | undefined): string {
  return csv === undefined ? `{${name}}` : `{${name}}.csv`
}

describe.each(ENGINES)('every route by everybody ($name)', ({ open }) => {
  let world: World
  let columns: Column[]
  let missing: string | undefined
  beforeAll(async () => {
    const engine = await open()
    if ('missing' in engine) {
      missing = engine.missing
      return
    }
    world = await makeWorld(engine)
    columns = await columnsOf(world)
  })
  afterAll(() => world?.host.close())

  it.for(ROWS)('$row', async ({ route, as, asked }, { skip }) => {
    if (missing !== undefined) return skip(`no PostgreSQL on this machine: ${missing}`)
    const wanted = columns.map((column) => [column.name, expected(route, as, column)] as const)
    const mayAsk = (column: Column) => isLetIn(route, as, column)
    const got = new Map<string, string>()
    const refused = columns.filter((column) => !mayAsk(column))
    const [first] = columns.filter(mayAsk)
    if (!first) throw new Error(`nobody may ask ${route}`)

    // Nothing is changed for any of them, and nothing written down.
    const request = { ...(await ASKS[route]({ world, by: standIn(columns, first) })), ...asked }
    const before = await rowsOf(world.engine)
    for (const column of refused) got.set(column.name, await outcome(route, column, request))
    expect(await rowsOf(world.engine)).toEqual(before)

    for (const column of columns.filter(mayAsk)) {
      const request = { ...(await ASKS[route]({ world, by: column })), ...asked }
      const headers = { ...column.headers, ...request.headers }
      got.set(column.name, await outcome(route, { ...column, headers }, request))
    }
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(wanted))
    expect(world.host.failures.splice(0)).toEqual([])
  })

  it.for(ROWS)(
    '$row: a team of others is as one that is not there',
    async ({ route, as, asked }, { skip }) => {
      if (missing !== undefined) return skip(`no PostgreSQL on this machine: ${missing}`)
      const outside = columns.filter((column) =>
        ['unknown-team', 'not taken'].includes(expected(route, as, column)),
      )
      for (const column of outside) {
        const request = {
          ...(await ASKS[route]({ world, by: standIn(columns, column) })),
          ...asked,
        }
        const [acme, nowhere] = await Promise.all([
          told(route, column, ofTeam(request, 'acme')),
          told(route, column, ofTeam(request, 'nowhere')),
        ])
        expect(acme).toEqual(nowhere)
      }
    },
  )

  /** All of an answer that may differ, but for the name that was asked for. */
  async function told(route: AskedName, column: Column, asked: Asked) {
    const response = await ask(world.host, route, { ...asked, headers: column.headers })
    const text = (await response.text()).replaceAll(/acme|nowhere/g, 'TEAM')
    const names = [...response.headers.keys()]
    return { status: response.status, names, text: text.replace(/"requestId":"[^"]+"/, '') }
  }

  async function outcome(route: AskedName, column: Column, asked: Asked): Promise<Expected> {
    const params = { team: 'acme', ...asked.params }
    const response = await ask(world.host, route, { ...asked, params, headers: column.headers })
    checkHeaders(response, { route, column })
    if (response.ok && route === 'eventStream') {
      await response.body?.cancel()
      return 'ok'
    }
    const text = await response.text()
    if (!response.ok) return problemSchema.parse(JSON.parse(text)).code
    return route === 'ingest' && JSON.parse(text).results[0].reason === 'unknown-team'
      ? 'not taken'
      : 'ok'
  }
})

/** A request for those who are refused is made by somebody who is not: it would succeed for them. */
function standIn(columns: readonly Column[], first: Column): Column {
  return columns.find(({ name }) => name === 'Admin and Billing') ?? first
}

/** The same request of the team with this id, wherever it names one. */
function ofTeam({ params, query, body }: Asked, team: string): Asked {
  return {
    params: { ...params, team },
    query: query && 'team' in query ? { ...query, team } : { ...query },
    body: typeof body === 'object' && body && 'team' in body ? { ...body, team } : body,
  }
}

function checkHeaders(
  { headers }: Response,
  { route, column }: { route: AskedName; column: Column },
): void {
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/)
  expect(headers.get('cache-control')).toContain('no-store')
  // What a host product sends and asks is not counted.
  if (column.kind === 'service key' && route in HOST_ROUTES) return
  for (const name of ['limit', 'remaining', 'reset']) {
    expect(headers.get(`x-ratelimit-${name}`)).toMatch(/^\d+$/)
    expect(headers.get(`ratelimit-${name}`)).toMatch(/^\d+$/)
  }
}
