import { type BillingTerms, cycleOfIndex } from '#shared/credits/cycle.ts'
import { type Billable, isBilledIn } from '#shared/credits/invoice.ts'
import type { TeamReads } from '../ports.ts'

/** All that is to be paid for in the cycle: what charges bought, and packs of bonus credits. */
export async function billablesOf(
  reads: TeamReads,
  cycle: { id: string; start: number; end: number },
  billing: BillingTerms,
): Promise<Billable[]> {
  const [sales, purchases] = await Promise.all([reads.sales(cycle.id), reads.bonusPurchases()])
  const billingStart = cycleOfIndex(billing, 0).start
  return [
    ...sales.map(({ cycle: _, ...sale }) => ({ kind: 'pay-as-you-go' as const, ...sale })),
    ...purchases
      .filter(({ at }) => isBilledIn(cycle, { at, billingStart }))
      .map(({ resource, credits, priceMicros }) => ({
        kind: 'bonus-pack' as const,
        resource,
        packCredits: credits,
        packMicros: priceMicros,
        packs: 1,
      })),
  ]
}
