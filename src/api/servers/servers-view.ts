import type { AssistantServer, ServersReply } from '#shared/contract/server.ts'
import { type Day, daysUpTo } from '#shared/credits/cycle.ts'
import { serverDayState } from '#shared/credits/daily-limit.ts'
import type { PartDay, ServerLimit } from '../records.ts'
import type { View } from '../views/view.ts'

/** Two weeks: each weekday twice. */
const TREND_DAYS = 14
/** More than a page shows; the rest is counted. */
const MOST_SERVERS = 100

/** Each server's use today beside its limit, and the days before. */
export async function serversView(view: View): Promise<ServersReply> {
  const { all, days } = await serversOf(view)
  return {
    asOf: view.asOf,
    days: days.map(({ date, start, end }) => ({ date, start, end })),
    servers: all.slice(0, MOST_SERVERS),
    others: Math.max(0, all.length - MOST_SERVERS),
  }
}

export async function serverView(view: View, server: string): Promise<AssistantServer> {
  const { all } = await serversOf(view, server)
  const [found] = all
  if (!found) throw new Error(`no view of the server ${server}`)
  return found
}

async function serversOf(
  view: View,
  only?: string,
): Promise<{ all: AssistantServer[]; days: Day[] }> {
  const { reads, terms, asOf, clock } = view
  const days = daysUpTo(asOf, { zone: terms.team.zone, count: TREND_DAYS })
  const span = { from: days[0]?.start ?? asOf, to: days.at(-1)?.end ?? asOf }
  const parts = only === undefined ? {} : { parts: [only] }
  const use = await reads.partDays({ resource: 'assistant', ...span, ...parts })
  const limits = new Map((await reads.serverLimits()).map((limit) => [limit.server, limit]))
  const held = await reads.heldByPart({ resource: 'assistant', at: clock })
  const used = new Map<string, Map<number, PartDay>>()
  for (const row of use) {
    const ofServer = used.get(row.part) ?? new Map<number, PartDay>()
    used.set(row.part, ofServer.set(row.day, row))
  }
  const ids = only === undefined ? [...new Set([...used.keys(), ...limits.keys()])] : [only]
  const names = await reads.partNames('assistant', ids)
  const all = ids.map((id) =>
    server({
      id,
      name: names.get(id) ?? id,
      trend: days.map(({ start }) => dayUse(used.get(id)?.get(start))),
      held: held.get(id) ?? 0,
      limit: limits.get(id),
    }),
  )
  return { all: all.sort(byUse), days }
}

type DayUse = AssistantServer['trend'][number]

function dayUse(day: PartDay | undefined): DayUse {
  return { credits: day?.credits ?? 0, ownKey: day?.ownKey ?? 0 }
}

function server(of: {
  id: string
  name: string
  trend: DayUse[]
  held: number
  limit: ServerLimit | undefined
}): AssistantServer {
  const { id, name, trend, held, limit } = of
  const today = trend.at(-1) ?? dayUse(undefined)
  const view = { id, name, today: { ...today, held }, trend }
  if (limit?.credits === undefined) return view
  const { credits, at: since, actor } = limit
  const { limit: state } = serverDayState({ limit: credits, used: today.credits })
  return { ...view, limit: { credits, since, by: actor.name, state } }
}

function byUse(a: AssistantServer, b: AssistantServer): number {
  const of = ({ trend }: AssistantServer) => trend.reduce((sum, day) => sum + day.credits, 0)
  return of(b) - of(a) || (a.id < b.id ? -1 : 1)
}
