import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Cycle, Day } from '#shared/credits/cycle.ts'
import { kindLabel } from '#shared/credits/rating.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { DailyUse } from '../ports.ts'

/** The cycle's days with their use by kind: the sum of the days is the cycle's total. */
export function seriesOf(options: {
  resource: Resource
  catalog: Catalog
  cycle: Cycle
  days: readonly Day[]
  use: readonly DailyUse[]
  asOf: Millis
}): ResourceUsage['series'] {
  const { resource, catalog, cycle, days, use, asOf } = options
  const byDay = new Map<number, Record<string, number>>()
  const byKind = new Map<string, number>()
  for (const { day, kind, credits } of use) {
    if ((days[day]?.start ?? 0) < cycle.start) continue
    byDay.set(day, { ...byDay.get(day), [kind]: credits })
    byKind.set(kind, (byKind.get(kind) ?? 0) + credits)
  }
  let cumulative = 0
  const rows: ResourceUsage['series']['days'] = []
  for (const [index, day] of days.entries()) {
    if (day.start < cycle.start) continue
    const ofDay = byDay.get(index) ?? {}
    const total = Object.values(ofDay).reduce((sum, credits) => sum + credits, 0)
    cumulative += total
    const { date, start, end } = day
    const row = { date, start, end, byKind: ofDay, total }
    rows.push(start <= asOf || total > 0 ? { ...row, cumulative } : row)
  }
  return {
    kinds: [...byKind]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([kind, credits]) => ({ kind, label: kindLabel(catalog, resource, kind), credits })),
    days: rows,
  }
}
