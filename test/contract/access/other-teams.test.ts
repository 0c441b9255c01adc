import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '#server/database/sqlite.ts'
import { askerFor } from './askers.ts'
import { ASKS } from './asks.ts'
import type { Column } from './columns.ts'
import { rowsOf } from './digest.ts'
import { ALL, type Asked, ask } from './request.ts'
import type { Things } from './team-things.ts'
import type { AskedName } from './who.ts'
import { BETA, makeWorld, type World } from './world.ts'

type Guess = { route: AskedName; of: keyof Things; put: (asked: Asked, id: string) => Asked }

/** Named in no path by an id that somebody could guess. */
const NO_GUESS = ['team', 'resource', 'cycle', 'kind', 'session']

const THINGS: readonly (keyof Things)[] = [
  ...(['member', 'alert', 'message', 'endpoint', 'connection', 'invitation'] as const),
  ...(['serviceKey', 'ownKey', 'run', 'server', 'flow', 'purchase'] as const),
]

const CANARY = new RegExp(BETA.word, 'i')

const inQuery =
  (name: string) =>
  (asked: Asked, id: string): Asked => ({ ...asked, query: { ...asked.query, [name]: id } })
const inBody =
  (more: (id: string) => object) =>
  (asked: Asked, id: string): Asked => ({
    ...asked,
    body: { ...(typeof asked.body === 'object' ? asked.body : {}), ...more(id) },
  })

const members = inBody((member) => ({ target: { kind: 'members', members: [member] } }))

/** Ids in paths are found by their names; these are elsewhere. */
const ELSEWHERE: Guess[] = [
  { route: 'charges', of: 'member', put: inQuery('member') },
  { route: 'charges', of: 'server', put: inQuery('part') },
  { route: 'members', of: 'member', put: inQuery('search') },
  { route: 'roster', of: 'member', put: inQuery('search') },
  { route: 'audit', of: 'member', put: inQuery('actor') },
  { route: 'auditFile', of: 'member', put: inQuery('actor') },
  { route: 'switch', of: 'member', put: members },
  { route: 'previewSwitch', of: 'member', put: members },
  { route: 'connect', of: 'member', put: inBody((member) => ({ member })) },
  { route: 'invite', of: 'member', put: inBody((member) => ({ member })) },
  { route: 'createEmbedLink', of: 'member', put: inBody((member) => ({ member })) },
  { route: 'markInbox', of: 'message', put: inBody((id) => ({ messages: [id] })) },
  { route: 'sendAgain', of: 'message', put: inBody((message) => ({ message })) },
  { route: 'sendAgain', of: 'member', put: inBody((recipient) => ({ recipient })) },
  {
    route: 'sendAgain',
    of: 'endpoint',
    put: inBody((recipient) => ({ channel: 'webhook', recipient })),
  },
  {
    route: 'sendTest',
    of: 'endpoint',
    put: inBody((endpoint) => ({ channel: 'webhook', endpoint })),
  },
  { route: 'buyPack', of: 'purchase', put: inBody((key) => ({ key })) },
  { route: 'admitRun', of: 'run', put: inBody((run) => ({ run })) },
  { route: 'admitRun', of: 'server', put: inBody((part) => ({ part, resource: 'assistant' })) },
  { route: 'admitRun', of: 'member', put: inBody((member) => ({ member, resource: 'ai' })) },
  { route: 'ingest', of: 'member', put: inBody((subject) => ({ subject })) },
  { route: 'ingest', of: 'run', put: inBody((run) => ({ run })) },
]

const IN_PATHS: Guess[] = Object.keys(ALL)
  .filter(isAsked)
  .flatMap((route) =>
    [...ALL[route].path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => {
      if (NO_GUESS.includes(name)) return []
      const put = (asked: Asked, id: string) => ({
        ...asked,
        params: { ...asked.params, [name]: id },
      })
      const of = name === 'key' && route === 'endOwnKey' ? 'ownKey' : name
      return [{ route, of: thing(of === 'key' ? 'serviceKey' : of), put }]
    }),
  )

function isAsked(name: string): name is AskedName {
  return name in ALL
}

/** A new kind of id needs a thing of each team, so that it can be guessed. */
function thing(name: string): keyof Things {
  const found = THINGS.find((each) => each === name)
  if (!found) throw new Error(`no team has a ${name}: add it to Things`)
  return found
}

const GUESSES = [...ELSEWHERE, ...IN_PATHS].map((guess) => ({
  ...guess,
  name: `${guess.route}: a ${guess.of}`,
}))

/** As another team has it, too; whose own is changed is for the team in the address to say. */
const SHARED: Partial<Record<keyof Things, string>> = {
  member: 'cara',
  run: 'r1',
  server: 'docs',
  flow: 'intake',
  purchase: 'p1',
}

describe('another team', () => {
  let world: World
  let asker: (route: AskedName) => Column
  beforeAll(async () => {
    world = await makeWorld(await openSqlite({ folder: ':memory:', role: 'server' }))
    asker = await askerFor(world)
  })
  afterAll(() => world.host.close())

  async function answered(route: AskedName, change: (asked: Asked) => Asked) {
    const by = asker(route)
    const asked = change(await ASKS[route]({ world, by }))
    const before = await rowsOf(world.engine, 'beta')
    const params = { team: 'acme', ...asked.params }
    const response = await ask(world.host, route, {
      ...asked,
      params,
      headers: { ...by.headers, ...asked.headers },
    })
    const text = route === 'eventStream' ? '' : await response.text()
    if (route === 'eventStream') await response.body?.cancel()
    expect(await rowsOf(world.engine, 'beta')).toEqual(before)
    expect(world.host.failures.splice(0)).toEqual([])
    return { status: response.status, text }
  }

  it.each(Object.keys(ALL).filter(isAsked))('%s has nothing of it', async (route) => {
    const { text } = await answered(route, (asked) => asked)
    expect(text).not.toMatch(CANARY)
  })

  it.each(['charges', 'members', 'roster', 'inbox', 'deliveries', 'audit'] as const)(
    'a place in its %s is none in one’s own',
    async (route) => {
      const params = { ...(await ASKS[route]({ world, by: asker(route) })).params, team: 'beta' }
      const { headers } = world.beta.crew.dora
      const page = { params, query: { limit: '1' } }
      const theirs = await (await ask(world.host, route, { ...page, headers })).json()
      expect(theirs.nextCursor).toMatch(/./)
      const query = { limit: '100', cursor: theirs.nextCursor }
      const { text } = await answered(route, (asked) => ({ ...asked, query }))
      expect(text).not.toMatch(CANARY)
    },
  )

  it.each(GUESSES)('$name of its is told to nobody else, nor changed', async (guess) => {
    const id = world.beta.things[guess.of]
    const { text, status } = await answered(guess.route, (asked) => guess.put(asked, id))
    expect(status).toBeLessThan(500)
    expect(text.replaceAll(id, '')).not.toMatch(CANARY)
  })

  it.each(GUESSES.filter(({ of }) => SHARED[of] !== undefined))(
    '$name with the same id is the asker’s own',
    async ({ route, of, put }) => {
      const { text, status } = await answered(route, (asked) => put(asked, SHARED[of] ?? ''))
      expect(status).toBeLessThan(500)
      expect(text).not.toMatch(CANARY)
    },
  )
})
