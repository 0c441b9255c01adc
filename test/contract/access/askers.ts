import { KEY_SCOPES } from '#shared/contract/key.ts'
import type { Column } from './columns.ts'
import type { AskedName } from './who.ts'
import { WHO } from './who.ts'
import { makeHostKey, type World } from './world.ts'

/** Somebody who may ask the route of Acme, and has nothing to do with other teams. */
export async function askerFor(world: World): Promise<(route: AskedName) => Column> {
  const source = '/acme/'
  const asked = { scopes: KEY_SCOPES, teams: ['acme'], source }
  const authorization = `Bearer ${await makeHostKey(world.host, asked)}`
  const key: Column = {
    kind: 'service key',
    name: 'a key of Acme',
    scopes: KEY_SCOPES,
    isFor: true,
    source,
    headers: { authorization },
  }
  const person = (somebody: World['operator'], operator = false): Column => {
    const roles = operator ? [] : (['admin', 'billing'] as const)
    const { headers } = somebody
    return { kind: 'person', name: somebody.email, somebody, roles, operator, headers }
  }
  return (route) => {
    const { kind } = WHO[route]
    if (kind === 'host') return key
    if (kind === 'operator') return person(world.operator, true)
    if (kind === 'anybody' || kind === 'has a link') {
      return { kind: 'nobody', name: 'nobody', headers: {} }
    }
    return person(world.acme.crew.dora)
  }
}
