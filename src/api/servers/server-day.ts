import type { RunRefusal } from '#shared/contract/run.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { localDayAt } from '#shared/credits/cycle.ts'
import {
  admitToday,
  type ServerDay,
  waysOutOfBoth,
  waysOutToday,
} from '#shared/credits/daily-limit.ts'
import type { WorkState } from '#shared/credits/limit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { Refusal } from '../answer.ts'
import type { TeamReads } from '../ports.ts'

export type LimitedServer = ServerDay & { id: string; name: string; nextDay: Millis }

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
  if (resource !== 'assistant' || part === undefined) return undefined
  const limit = await reads.serverLimit(part)
  if (limit?.credits === undefined) return undefined
  const { start, end } = localDayAt(zone, asOf)
  const [today] = await reads.partDays({ resource, parts: [part], from: start, to: end })
  const held = (await reads.heldByPart({ resource, at: clock })).get(part) ?? 0
  const names = await reads.partNames(resource, [part])
  const name = names.get(part) ?? part
  return { id: part, name, limit: limit.credits, used: today?.credits ?? 0, held, nextDay: end }
}

/** The refusal by the server's day; nothing where the run may start. */
export function refusedToday(
  server: LimitedServer,
  run: { estimate: Credits; clock: Millis; work: WorkState },
): Refusal | undefined {
  const { estimate, clock, work } = run
  const admission = admitToday(server, estimate)
  if (admission.kind === 'admitted') return undefined
  const { free, missing } = admission
  const { id, name, limit, used, held, nextDay } = server
  const refusal: RunRefusal = {
    resource: 'assistant',
    scope: { kind: 'server', server: { id, name } },
    by: 'server-limit',
    work,
    allowance: { kind: 'limited', credits: limit },
    used,
    held,
    free,
    missing,
    renewsAt: nextDay,
    waysOut: waysOutToday(server, { estimate, nextDay }),
  }
  return {
    ok: false,
    code: 'server-limit-reached',
    detail: sentence(server, { free, estimate }),
    run: refusal,
    retryAfterSeconds: Math.ceil((nextDay - clock) / 1_000),
  }
}

/** Where the account refuses the run, the server's day may leave fewer ways out of that. */
export function narrowedToday(
  refusal: Refusal,
  { server, estimate }: { server: LimitedServer; estimate: Credits },
): Refusal {
  if (!refusal.run) return refusal
  const today = admitToday(server, estimate)
  if (today.kind === 'admitted') return refusal
  const free = Math.min(refusal.run.free, today.free)
  const waysOut = waysOutOfBoth(refusal.run.waysOut, { day: server, estimate })
  const run = { ...refusal.run, free, missing: estimate - free, waysOut }
  return {
    ...refusal,
    detail: `${refusal.detail} ${sentence(server, { free: today.free, estimate })}`,
    run,
  }
}

function sentence(
  { name, limit, held }: LimitedServer,
  { free, estimate }: { free: Credits; estimate: Credits },
): string {
  const pending = held > 0 ? `, with ${number(held)} held for other runs` : ''
  return `The server ${name} has ${number(free)} of its ${number(limit)} credits for today left${pending}; this run needs ${number(estimate)}.`
}

function number(credits: Credits): string {
  return credits.toLocaleString('en-US')
}
