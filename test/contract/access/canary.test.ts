import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPORT_KINDS } from '#shared/contract/downloads.ts'
import { ENGINES } from '#test/support/engines.ts'
import { ASKS } from './asks.ts'
import type { Column } from './columns.ts'
import { ALL, type Asked, ask } from './request.ts'
import type { AskedName } from './who.ts'
import { BETA, makeWorld, type World } from './world.ts'

const NAMES = Object.keys(ALL).filter((name): name is AskedName => name in ALL)
const READS = NAMES.filter((name) => ALL[name].method === 'get' && name !== 'eventStream')

/** Asked for more than is there, in the words of the other team. */
const SEARCHES: [AskedName, Asked][] = [
  ['members', { params: { resource: 'ai' }, query: { search: BETA.word } }],
  ['charges', { params: { resource: 'ai' }, query: { member: 'canary-spare' } }],
  ...EXPORT_KINDS.map((kind): [AskedName, Asked] => ['exportFile', { params: { kind } }]),
]

/** Two teams whose members, flows, servers, runs and events have the same ids. */
describe.each(ENGINES)('what is of another team ($name)', ({ open }) => {
  let world: World
  let missing: string | undefined
  beforeAll(async () => {
    const engine = await open()
    if ('missing' in engine) missing = engine.missing
    else world = await makeWorld(engine)
  })
  afterAll(() => world?.host.close())

  it('is in no answer that a team reads', async ({ skip }) => {
    if (missing !== undefined) return skip(`no PostgreSQL on this machine: ${missing}`)
    const own = await answers(world, 'acme')
    const others = await answers(world, 'beta')
    const holding = (told: typeof own, word: RegExp) =>
      told.filter(({ text }) => word.test(text)).map(({ asked }) => asked)
    expect(holding(own, /canary|beta/i)).toEqual([])
    // Nearly every answer holds something of whoever asks, so that it would be seen.
    expect(holding(others, /canary/i).length).toBeGreaterThan(READS.length / 2)
    const failed = own.filter(({ status }) => status !== 200).map(({ route }) => route)
    expect(failed).toEqual(NOT_A_TEAMS)
  })
})

/** Of the whole server, or a host product's to ask. */
const NOT_A_TEAMS: AskedName[] = ['run', 'keptMails']

async function answers(world: World, team: 'acme' | 'beta') {
  const { headers } = world[team].crew.dora
  const by: Column = {
    kind: 'person',
    name: 'Admin and Billing',
    somebody: world[team].crew.dora,
    roles: ['admin', 'billing'],
    operator: false,
    headers,
  }
  const told = []
  const asking = READS.map(
    async (route): Promise<[AskedName, Asked]> => [
      route,
      await ASKS[route]({ world: { ...world, acme: world[team] }, by }),
    ],
  )
  for (const [route, asked] of [...(await Promise.all(asking)), ...SEARCHES]) {
    const { limit: _, ...query } = asked.query ?? {}
    const all = { ...asked, query: 'team' in query ? { ...query, team } : query }
    const response = await ask(world.host, route, {
      ...all,
      params: { team, ...asked.params },
      headers,
    })
    const text = await response.text()
    told.push({ route, asked: JSON.stringify([route, all]), status: response.status, text })
  }
  return told
}
