import type { RunRefusal } from '#shared/contract/run.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { localDayAt } from '#shared/credits/cycle.ts'
import { type AdmittedToday, admitToday, type ServerDay } from '#shared/credits/daily-limit.ts'
import type { WorkState } from '#shared/credits/limit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { WayOut } from '#shared/credits/ways-out.ts'
import type { TeamReads } from '../ports.ts'

export type LimitedServer = ServerDay & { id: string; name: string; nextDay: Millis }

type RefusedToday = Extract<AdmittedToday, { kind: 'refused' }>

/** How the server that a run is for stands today; nothing where it has no daily limit. */
export async function limitedServer(
  reads: TeamReads,
  options: {
    resource: Resource
    part: string | undefined
    zone: string
    asOf: Millis
    clock: Millis
  },
): Promise<LimitedServer | undefined> {
  const { resource, part, zone, asOf, clock } = options
  if (!isOfServer(resource, part)) return undefined
  const limit = await reads.serverLimit(part)
  if (limit?.credits === undefined) return undefined
  const { start, end } = localDayAt(zone, asOf)
  const [today] = await reads.partDays({ resource, parts: [part], from: start, to: end })
  const held = await heldOn(reads, { id: part }, clock)
  const names = await reads.partNames(resource, [part])
  const name = names.get(part) ?? part
  return { id: part, name, limit: limit.credits, used: today?.credits ?? 0, held, nextDay: end }
}

/** Only a server can have a limit of the day. */
export function isOfServer(resource: Resource, part: string | undefined): part is string {
  return resource === 'assistant' && part !== undefined
}

/** What the server's runs hold that will not have expired at that time. */
export async function heldOn(
  reads: TeamReads,
  server: { id: string },
  at: Millis,
): Promise<Credits> {
  return (await reads.heldByPart({ resource: 'assistant', at })).get(server.id) ?? 0
}

/** The refusal by the server's own day. */
export function refusedByServer(
  server: LimitedServer,
  of: { refusal: RefusedToday; work: WorkState; waysOut: WayOut[] },
): RunRefusal {
  const { id, name, limit, used, held, nextDay } = server
  const { refusal, work, waysOut } = of
  return {
    resource: 'assistant',
    scope: { kind: 'server', server: { id, name } },
    by: 'server-limit',
    work,
    allowance: { kind: 'limited', credits: limit },
    used,
    held,
    free: refusal.free,
    missing: refusal.missing,
    renewsAt: nextDay,
    waysOut,
  }
}

/** The server's own figures, where its day refuses the run as well. */
export function serverRefusal(
  server: LimitedServer,
  needed: Credits,
): RunRefusal['server'] | undefined {
  const today = admitToday(server, needed)
  if (today.kind === 'admitted') return undefined
  const { id, name, limit, used, held, nextDay: renewsAt } = server
  return { id, name, limit, used, held, free: today.free, missing: today.missing, renewsAt }
}
