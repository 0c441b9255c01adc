import type { ResourceUsage } from '#shared/contract/usage.ts'
import { cycleAt, daysOf } from '#shared/credits/cycle.ts'
import { at, usageOf } from '../format/usage-of.ts'

export const ZONE = 'Europe/Berlin'
export const CYCLE = cycleAt({ anchor: '2025-11-01', zone: ZONE }, at('2025-11-21T00:00:00Z'))
/** Noon of 5 Nov in Berlin: four days are over. */
export const AS_OF = at('2025-11-05T11:00:00Z')

/** Credits by kind for the first days of {@link CYCLE}; those after `asOf` have no use yet. */
export function chartUsage(options: {
  days: readonly Record<string, number>[]
  asOf?: number
  over?: Parameters<typeof usageOf>[0]
}): ResourceUsage {
  const { days: given, asOf = AS_OF, over = {} } = options
  const sums = new Map<string, number>()
  let used = 0
  const days = daysOf(CYCLE, ZONE).map((day, index) => {
    const byKind = given[index] ?? {}
    for (const [kind, credits] of Object.entries(byKind)) {
      sums.set(kind, (sums.get(kind) ?? 0) + credits)
    }
    const total = Object.values(byKind).reduce((sum, credits) => sum + credits, 0)
    used += total
    const { date, start, end } = day
    return { date, start, end, byKind, total, ...(start <= asOf ? { cumulative: used } : {}) }
  })
  const kinds = [...sums].map(([kind, credits]) => ({ kind, label: labelOf(kind), credits }))
  return usageOf({
    series: { kinds, days },
    ...over,
    standing: { used, ...over.standing },
  })
}

/** A forecast that adds `perDay` a day from today's end, within ten either way. */
export function forecastOf(options: { used: number; perDay: number; asOf?: number }) {
  const { used, perDay, asOf = AS_OF } = options
  const path = daysOf(CYCLE, ZONE)
    .filter((day) => day.end > asOf)
    .map((day, index) => {
      const mid = used + perDay * (index + 1)
      return { date: day.date, end: day.end, total: { low: mid - 10, mid, high: mid + 10 } }
    })
  const endTotal = path.at(-1)?.total ?? { low: used, mid: used, high: used }
  return {
    kind: 'forecast',
    endTotal,
    runOut: { kind: 'not-this-cycle' },
    path,
  } satisfies ResourceUsage['forecast']
}

function labelOf(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}
