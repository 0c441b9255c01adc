import type { Billable } from '#shared/credits/invoice.ts'
import type { TeamReads } from '../ports.ts'

/** All that is to be paid for in the cycle: what charges bought, and packs of bonus credits. */
export async function billablesOf(
  reads: TeamReads,
  cycle: { id: string; start: number; end: number },
): Promise<Billable[]> {
  const sales = await reads.sales(cycle.id)
  const purchases = await reads.bonusPurchases()
  return [
    ...sales.map(({ cycle: _, ...sale }) => ({ kind: 'pay-as-you-go' as const, ...sale })),
    ...purchases
      .filter(({ at }) => at >= cycle.start && at < cycle.end)
      .map(({ resource, credits, priceMicros }) => ({
        kind: 'bonus-pack' as const,
        resource,
        packCredits: credits,
        packMicros: priceMicros,
        packs: 1,
      })),
  ]
}
