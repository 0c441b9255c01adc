import type { Context, MiddlewareHandler } from 'hono'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { type Answer, type Refusal, refuse } from '../answer.ts'
import type { Month } from '../calls/count-call.ts'
import { problemResponse } from '../http/problem.ts'
import { type Caller, callerOf } from '../people/caller.ts'
import type { Ports } from '../ports.ts'
import { limitHeaders, monthHeaders, retryAfterSeconds } from './headers.ts'
import { networkOf } from './network.ts'
import type { Taken } from './ports.ts'

declare module 'hono' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface is merged with the library's.
  interface ContextVariableMap {
    /** Who asks, found out once for the request. */
    caller: Answer<Caller>
    /** How the team's calls of the month stand, where the call is one of them. */
    month: Month
  }
}

/**
 * Lets each user make so many requests a minute, whatever they ask and whatever they are answered.
 * What a host product sends and asks is not counted.
 */
export function limitRequests(
  ports: Ports,
  askedBy: (c: Context) => { headers: Headers; viewAs: string | undefined },
): MiddlewareHandler {
  return async (c, next) => {
    const caller = await callerOf(ports, askedBy(c))
    c.set('caller', caller)
    const { limits } = ports
    if (!limits || isHosts(c, caller)) {
      await next()
      return setHeaders(c, monthHeaders(c.get('month')))
    }
    const key = await userOf(ports, { caller, address: c.get('address') })
    const taken = await limits.take({ of: 'requests', key })
    if (taken.allowed) await next()
    else c.res = problemResponse(rateLimited(taken), { requestId: c.get('requestId') })
    setHeaders(c, { ...limitHeaders(taken, ports.now()), ...monthHeaders(c.get('month')) })
  }
}

function setHeaders(c: Context, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
}

function rateLimited(taken: Taken): Refusal {
  const seconds = retryAfterSeconds(taken)
  const { most } = taken.limit
  const detail = `You made ${most} requests in a minute, and that is the most. Go on in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
  return { ...refuse('rateLimited', detail), retryAfterSeconds: seconds }
}

const HOSTS = Object.values(HOST_ROUTES).map(({ method, path }) => ({
  method: method.toUpperCase(),
  path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

/** Whoever merely names a host product's address is a user like any other. */
function isHosts(c: Context, caller: Answer<Caller>): boolean {
  if (!caller.ok) return false
  const { value } = caller
  if (value.kind === 'person' || value.kind === 'embedded') return false
  if (value.kind === 'key' && value.key.kind !== 'service') return false
  const { method } = c.req
  return HOSTS.some((route) => route.method === method && route.path.test(c.req.path))
}

/** All sessions and keys of a person count together; who is not known counts by where they are. */
export async function userOf(
  { store }: Ports,
  { caller, address }: { caller: Answer<Caller>; address: string | undefined },
): Promise<string> {
  if (!caller.ok) return `address:${networkOf(address)}`
  const { value } = caller
  switch (value.kind) {
    case 'anybody':
      return `address:${networkOf(address)}`
    case 'person':
      return `person:${value.person.id}`
    case 'embedded': {
      const { team, person, viewer } = value
      return person === undefined ? memberKey(team, viewer.id) : `person:${person}`
    }
    case 'key': {
      const { id, teams, member } = value.key
      if (teams === 'all' || teams[0] === undefined || member === undefined) return `key:${id}`
      const [holder] = await store.team(teams[0]).members([member])
      return holder?.person === undefined ? `key:${id}` : `person:${holder.person}`
    }
    default:
      return value satisfies never
  }
}

function memberKey(team: string, member: string): string {
  return `member:${JSON.stringify([team, member])}`
}
