import type { BonusLine, PurchasesReply } from '#shared/contract/purchase.ts'
import { packsFor } from '#shared/credits/purchase.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { BonusGrant, BonusPurchase } from '../records.ts'
import type { View } from '../views/view.ts'

/** The packs to buy and every grant there ever was, so that what is left sums to the balance. */
export async function purchasesView(view: View): Promise<PurchasesReply> {
  const { reads, catalog, terms, asOf } = view
  const purchases = await reads.bonusPurchases()
  const byGrant = new Map(purchases.map((purchase) => [purchase.grant, purchase]))
  const lines: BonusLine[] = []
  for (const resource of RESOURCES) {
    for (const grant of await reads.bonus(resource)) {
      lines.push(bonusLine(grant, byGrant.get(grant.id)))
    }
  }
  return {
    asOf,
    currency: catalog.currency,
    packs: packsFor(catalog, terms.plan).map(({ assumed = false, ...pack }) => {
      return { ...pack, assumed }
    }),
    lines: lines.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)),
  }
}

export function bonusLine(grant: BonusGrant, purchase: BonusPurchase | undefined): BonusLine {
  const { id, resource, amount, left, start, expiry } = grant
  return {
    id,
    at: start,
    resource,
    credits: amount,
    left,
    ...(expiry === undefined ? {} : { expiry }),
    ...(purchase ? { bought: receiptOf(purchase) } : {}),
  }
}

function receiptOf({ key, pack, actor, priceMicros, currency }: BonusPurchase) {
  return { key, pack, by: actor.name, priceMicros, currency }
}
