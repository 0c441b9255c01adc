import { sql } from 'kysely'
import type { DailyUse, TeamReads } from '#api/ports.ts'
import { type Holder, TEAM_HOLDER } from '#api/records.ts'
import { dayIndexAt } from '#shared/credits/cycle.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { resourceFrom } from '../rows/values.ts'
import { kindsUsed } from './rollup-kinds.ts'

type Query = Parameters<TeamReads['dailyUse']>[0] & { team: string }

type RollupUse = Omit<DailyUse, 'day'> & { bucket: number }

/**
 * The rows read grow with the days and kinds asked for, not with the events: the team's use has a
 * row for each day and kind, a member's one for each 15 minutes in which they used something.
 */
export async function dailyUse(engine: Engine, db: Db, query: Query): Promise<DailyUse[]> {
  const team = query.holders.filter((holder) => holder === TEAM_HOLDER)
  const members = query.holders.filter((holder) => holder !== TEAM_HOLDER)
  const rows = await Promise.all([
    rollupUse(engine, db, { ...query, table: 'rollup_days', holders: team }),
    rollupUse(engine, db, { ...query, table: 'rollups', holders: members }),
  ])
  const sums = new Map<string, DailyUse>()
  for (const { bucket, ...use } of rows.flat()) {
    const day = dayIndexAt(query.days, bucket)
    if (day === undefined) continue
    const key = `${use.resource} ${day} ${use.kind} ${use.holder}`
    const before = sums.get(key)
    if (before) before.credits += use.credits
    else sums.set(key, { ...use, day })
  }
  return [...sums.values()].filter(({ credits }) => credits > 0)
}

async function rollupUse(
  engine: Engine,
  db: Db,
  query: Query & { table: 'rollups' | 'rollup_days'; holders: readonly Holder[] },
): Promise<RollupUse[]> {
  const { team, holders, resources, days } = query
  const from = days[0]?.start
  const to = days.at(-1)?.end
  if (holders.length === 0 || resources.length === 0) return []
  if (from === undefined || to === undefined) return []
  const { rows } = await sql<Record<keyof RollupUse, unknown>>`
    with recursive kinds(holder, resource, kind) as (${kindsUsed(engine, query)})
    select kinds.holder, kinds.resource, kinds.kind, part.bucket, part.credits
    from kinds cross join ${sql.table(query.table)} as part
    where kinds.kind is not null and part.team_id = ${team} and part.holder = kinds.holder
      and part.resource = kinds.resource and part.kind = kinds.kind
      and part.bucket >= ${from} and part.bucket < ${to}
  `.execute(db)
  return rows.map((row) => ({
    holder: String(row.holder),
    resource: resourceFrom(String(row.resource)),
    kind: String(row.kind),
    bucket: integerFrom(row.bucket),
    credits: integerFrom(row.credits),
  }))
}
