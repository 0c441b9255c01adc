import { sql } from 'kysely'
import type { DailyUse, TeamReads } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { HOUR, type Millis } from '#shared/credits/amounts.ts'
import type { Db, Engine } from './engine.ts'
import { integerFrom } from './integers.ts'
import { resourceFrom } from './rows/values.ts'

type Query = Parameters<TeamReads['dailyUse']>[0] & { team: string }

/** A piece of a day: its place among the days, and [from, to). */
type Span = { day: number; from: Millis; to: Millis }

type Part = {
  table: 'rollups' | 'rollup_hours'
  team: string
  holders: readonly string[]
  resources: readonly string[]
  spans: readonly Span[]
}

/**
 * Reads whole hours of the team's use from its hourly rollups, and only what is left of a day (in
 * zones at :30 and :45) from those of 15 minutes. The rows read grow with the days and kinds asked
 * for, not with the events.
 */
export async function dailyUse(engine: Engine, db: Db, query: Query): Promise<DailyUse[]> {
  const { team, resources } = query
  const days = query.days.map(({ start, end }, day) => ({ day, from: start, to: end }))
  const members = query.holders.filter((holder) => holder !== TEAM_HOLDER)
  const pieces = days.map(inHours)
  const parts: Part[] = [{ table: 'rollups', team, holders: members, resources, spans: days }]
  if (members.length < query.holders.length) {
    const own = { team, holders: [TEAM_HOLDER], resources }
    parts.push({ table: 'rollup_hours', ...own, spans: pieces.flatMap((piece) => piece.hours) })
    parts.push({ table: 'rollups', ...own, spans: pieces.flatMap((piece) => piece.edges) })
  }
  const use = new Map<string, DailyUse>()
  for (const part of parts) {
    for (const row of await sumsIn(engine, db, part)) add(use, row)
  }
  return [...use.values()]
}

/** The whole hours in a day, and what is before and after them. */
function inHours({ day, from, to }: Span): { hours: Span[]; edges: Span[] } {
  const first = Math.ceil(from / HOUR) * HOUR
  const last = Math.floor(to / HOUR) * HOUR
  if (first >= last) return { hours: [], edges: [{ day, from, to }] }
  const edges = [
    { day, from, to: first },
    { day, from: last, to },
  ]
  return {
    hours: [{ day, from: first, to: last }],
    edges: edges.filter((edge) => edge.from < edge.to),
  }
}

/**
 * One sum for each kind and span, each a short walk along the table's key: grouping the rows
 * instead would sort them all. The kinds are found by jumping from one to the next in the key.
 */
async function sumsIn(engine: Engine, db: Db, part: Part): Promise<DailyUse[]> {
  const { team, holders, resources, spans } = part
  if (holders.length === 0 || resources.length === 0 || spans.length === 0) return []
  const table = sql.table(part.table)
  const accounts = holders.flatMap((holder) => resources.map((resource) => [holder, resource]))
  const { rows } = await sql<Record<'holder' | 'resource' | 'day' | 'kind' | 'credits', unknown>>`
    with recursive kinds(holder, resource, kind) as (
      select account.value ->> 0, account.value ->> 1, (
        select min(head.kind) from ${table} as head
        where head.team_id = ${team} and head.holder = account.value ->> 0
          and head.resource = account.value ->> 1)
      from ${engine.each(accounts, 'account')}
      union all
      select kinds.holder, kinds.resource, (
        select min(later.kind) from ${table} as later
        where later.team_id = ${team} and later.holder = kinds.holder
          and later.resource = kinds.resource and later.kind > kinds.kind)
      from kinds where kinds.kind is not null
    )
    select kinds.holder, kinds.resource, span.value ->> 0 as day, kinds.kind, (
      select sum(use.credits) from ${table} as use
      where use.team_id = ${team} and use.holder = kinds.holder
        and use.resource = kinds.resource and use.kind = kinds.kind
        and use.bucket >= cast(span.value ->> 1 as bigint)
        and use.bucket < cast(span.value ->> 2 as bigint)) as credits
    from kinds cross join ${engine.each(
      spans.map(({ day, from, to }) => [day, from, to]),
      'span',
    )}
    where kinds.kind is not null
  `.execute(db)
  return rows.flatMap(({ credits, ...row }) => {
    const used = credits === null ? 0 : integerFrom(credits)
    return used === 0 ? [] : [{ ...decoded(row), credits: used }]
  })
}

function decoded(row: Record<'holder' | 'resource' | 'day' | 'kind', unknown>) {
  return {
    holder: String(row.holder),
    resource: resourceFrom(String(row.resource)),
    day: integerFrom(row.day),
    kind: String(row.kind),
  }
}

function add(use: Map<string, DailyUse>, row: DailyUse): void {
  const key = JSON.stringify([row.holder, row.resource, row.day, row.kind])
  const before = use.get(key)
  if (before) before.credits += row.credits
  else use.set(key, row)
}
