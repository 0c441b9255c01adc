import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '#server/database/postgres.ts'
import { problemSchema } from '#shared/contract/problem.ts'
import { addNewerTables } from '#test/support/newer-tables.ts'
import { migratedPostgres } from '#test/support/postgres.ts'
import { askerFor } from './access/askers.ts'
import { ASKS } from './access/asks.ts'
import type { Column } from './access/columns.ts'
import { expected } from './access/expected.ts'
import { ALL, ask } from './access/request.ts'
import type { AskedName } from './access/who.ts'
import { makeWorld, type World } from './access/world.ts'

const ROUTES = Object.keys(ALL)
  .filter((name): name is AskedName => name in ALL)
  // Last: on the plan that it moves the team to, members have no switches of their own.
  .toSorted((a, b) => Number(a === 'changePlan') - Number(b === 'changePlan'))

describe('a server that runs while a newer version adds to its tables', () => {
  let world: World
  let askerOf: (route: AskedName) => Column
  let missing: string | undefined
  beforeAll(async () => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) {
      missing = fresh.missing
      return
    }
    world = await makeWorld(await openPostgres(fresh.url))
    askerOf = await askerFor(world)
    await addNewerTables(fresh.url)
  })
  afterAll(() => world?.host.close())

  it.for(ROUTES)('answers %s as before', async (route, { skip }) => {
    if (missing !== undefined) return skip(`no PostgreSQL on this machine: ${missing}`)
    const by = askerOf(route)
    const { headers = {}, params, ...asked } = await ASKS[route]({ world, by })
    const response = await ask(world.host, route, {
      ...asked,
      params: { team: 'acme', ...params },
      headers: { ...by.headers, ...headers },
    })
    const outcome = response.ok ? 'ok' : problemSchema.parse(await response.json()).code
    if (response.ok) await response.body?.cancel()
    expect(outcome).toBe(expected(route, route, by))
    expect(world.host.failures.splice(0)).toEqual([])
  })
})
