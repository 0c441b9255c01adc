import type { DailyUse, TeamReads } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { HOUR, type Millis } from '#shared/credits/amounts.ts'
import type { Db, Engine } from '../engine.ts'
import { type RollupSum, rollupSums } from './rollup-sums.ts'

type Query = Parameters<TeamReads['dailyUse']>[0] & { team: string }

type Span = { id: number; from: Millis; to: Millis }

/** The rows read grow with the days and kinds asked for, not with the events. */
export async function dailyUse(engine: Engine, db: Db, query: Query): Promise<DailyUse[]> {
  const use = sumsByDay()
  const members = query.holders.filter((holder) => holder !== TEAM_HOLDER)
  const days = query.days.map(({ start, end }, id) => ({ id, from: start, to: end }))
  const own = { ...query, column: 'credits', table: 'rollups' } as const
  for (const row of await rollupSums(engine, db, { ...own, holders: members, spans: days })) {
    use.add(row.span, row, row.sum)
  }
  if (members.length < query.holders.length) await addTeamUse(engine, db, { query, days, use })
  return use.all()
}

/**
 * The team's days from its hourly rollups. Where a day begins within an hour (zones at :30 and :45),
 * the part of that hour before it is read from the rollups of 15 minutes: it is the end of the day
 * before, and what the hours hold too much for this one.
 */
async function addTeamUse(
  engine: Engine,
  db: Db,
  options: { query: Query; days: readonly Span[]; use: ReturnType<typeof sumsByDay> },
): Promise<void> {
  const { query, days, use } = options
  const own = { ...query, column: 'credits', holders: [TEAM_HOLDER] } as const
  const hours = days.map(({ id, from, to }) => ({ id, from: hourOf(from), to: hourOf(to) }))
  for (const row of await rollupSums(engine, db, { ...own, table: 'rollup_hours', spans: hours })) {
    use.add(row.span, row, row.sum)
  }
  const broken = new Set(days.flatMap(({ from, to }) => [from, to]).filter((at) => hourOf(at) < at))
  const starts = [...broken].map((at) => ({ id: at, from: hourOf(at), to: at }))
  for (const row of await rollupSums(engine, db, { ...own, table: 'rollups', spans: starts })) {
    for (const { id, from, to } of days) {
      if (to === row.span) use.add(id, row, row.sum)
      if (from === row.span) use.add(id, row, -row.sum)
    }
  }
}

function hourOf(at: Millis): Millis {
  return Math.floor(at / HOUR) * HOUR
}

function sumsByDay() {
  const sums = new Map<string, DailyUse>()
  return {
    add: (day: number, { holder, resource, kind }: RollupSum, credits: number): void => {
      const key = JSON.stringify([holder, resource, day, kind])
      const before = sums.get(key)
      if (before) before.credits += credits
      else sums.set(key, { holder, resource, day, kind, credits })
    },
    all: (): DailyUse[] => [...sums.values()].filter(({ credits }) => credits > 0),
  }
}
