import type { z } from 'zod'
import type { KeyScope } from '#shared/contract/key.ts'
import { type Answer, refuse } from './answer.ts'
import type { Author } from './audit/records.ts'
import { parseRequest, type RawRequest, type Shapes } from './http/request.ts'
import { type Host, hostOf } from './keys/host.ts'
import type { Caller } from './people/caller.ts'
import type { Ports } from './ports.ts'
import type { AdmitRun } from './runs/admit-run.ts'

/** A route that a host product asks, not a person: it names its team itself. */
export type ServiceRoute = {
  method: string
  path: string
  scope: KeyScope
  /** Whoever looks at the team's pages sees nothing of it, so they need not fetch anew. */
  isQuiet: boolean
  answer: (
    raw: RawRequest,
    asked: { ports: ServicePorts; caller: Answer<Caller>; place: Place },
  ) => Promise<Answer<unknown>>
}

/** `admit`: of the whole API, since those who ask at once are answered together. */
type ServicePorts = Ports & { admit: AdmitRun }

type Place = Pick<Author, 'address' | 'requestId'>

type Asked<P, Q, B> = { params: P; query: Q; body: B }

/** Binds a route of the contract to its handler: what arrives there has the contract's types. */
export function serviceRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  shapes: Shapes<P, Q, B, R>,
  route: {
    scope: KeyScope
    isQuiet?: boolean
    team: (asked: Asked<z.output<P>, z.output<Q>, z.output<B>>) => string
    handle: (
      asked: Asked<z.output<P>, z.output<Q>, z.output<B>> & {
        team: string
        host: Host
        by: Author
      },
      ports: ServicePorts,
    ) => Promise<Answer<z.input<R>>>
  },
): ServiceRoute {
  const { scope, isQuiet = false } = route
  return {
    method: shapes.method,
    path: shapes.path,
    scope,
    isQuiet,
    answer: async (raw, { ports, caller, place }) => {
      const host = hostOf(ports, { caller, scope })
      if (!host.ok) return host
      const parts = await parseRequest(shapes, raw)
      if (!parts.ok) return parts
      const team = route.team(parts.value)
      // Of a team that the key is not for it is not told whether it is there.
      if (!host.value.isFor(team)) return refuse('unknown-team', `There is no team ${team}.`)
      const by = { actor: { kind: 'program', ...host.value.actor }, ...place } as const
      return route.handle({ ...parts.value, team, host: host.value, by }, ports)
    },
  }
}
