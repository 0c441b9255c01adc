import type { Alert, LowAlert, ResourceUsage } from '#shared/contract/usage.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { creditsOf, holdingMark, type LowMark, saysMore } from '#shared/credits/low-credit.ts'
import type { LowCrossing } from '../records.ts'
import type { View } from '../views/view.ts'
import { MOST_LOW_CROSSINGS } from './low-crossings.ts'

/** The low-credit alert that the page's first lines tell of, if there is one. */
export async function lowAlertIn(
  view: View,
  options: { cycle: Cycle; usage: ResourceUsage | undefined; alerts: readonly Alert[] },
): Promise<LowAlert | undefined> {
  const { cycle, usage, alerts } = options
  if (!usage) return undefined
  const { reads, viewer, asOf } = view
  const crossings = await reads.lowCrossings({ cycle: cycle.id, limit: MOST_LOW_CROSSINGS })
  const limit = alerts.find(({ resource }) => resource === 'assistant')
  const shown = crossings
    .filter((crossing) => saysMore(crossing, limit))
    .flatMap((crossing) => {
      const mark = asOf < cycle.end ? markNow(crossing, usage) : crossing.mark
      return mark ? [{ crossing, mark }] : []
    })
    .at(0)
  if (!shown) return undefined
  const { id, at, left } = shown.crossing
  const dismissed = (await reads.dismissals({ viewer: viewer.id, cycle: cycle.id })).has(id)
  return { id, at, left, ...wordsOf(shown.mark, usage), dismissed }
}

/** None where work stops: the alert of the limit says so, and until when. */
function markNow({ crossed }: LowCrossing, { standing }: ResourceUsage): LowMark | undefined {
  const { allowance, left, bonusLeft, boughtLeft, work } = standing
  if (work === 'suspended' || left.kind === 'unlimited') return undefined
  return holdingMark(crossed, { left: left.credits + bonusLeft + boughtLeft, allowance })
}

function wordsOf(
  mark: LowMark,
  { standing }: ResourceUsage,
): { credits: Credits; percent?: number } {
  const credits = creditsOf(mark, standing.allowance) ?? 0
  return mark.kind === 'percent' ? { credits, percent: mark.percent } : { credits }
}
