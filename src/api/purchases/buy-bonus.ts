import type { PurchaseBody, PurchaseReply } from '#shared/contract/purchase.ts'
import { buyPack, packsFor } from '#shared/credits/purchase.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { viewOf } from '../in-view.ts'
import { bonusBalances } from '../ledger/bonus.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { keepCurrency } from '../ledger/keep-currency.ts'
import type { TeamWrites } from '../ports.ts'
import type { BonusGrant, BonusPurchase } from '../records.ts'
import type { Common } from '../team-route.ts'
import type { View } from '../views/view.ts'
import { bonusLine } from './purchases-view.ts'

/**
 * Buys a pack: the purchase and its credits are there together or not at all, and from the answer on.
 * A buyer who did not get the answer asks again with the same key, and pays once.
 */
export async function buyBonus(
  asked: Common & { body: PurchaseBody },
): Promise<Answer<PurchaseReply>> {
  const { team, body, asOf } = asked
  return team.write(async (tx) => {
    const request = canonicalJson(body)
    const known = await tx.bonusPurchase(body.key)
    if (known && known.request !== request) {
      return refuse('purchase-conflict', `With the key ${body.key} something else was bought.`)
    }
    if (known) return answer({ asOf, line: bonusLine(await grantOf(tx, known), known) })
    const view = await viewOf(asked, tx)
    const made = await purchaseOf(view, { body, request })
    if (!made.ok) return made
    const { grant, purchase } = made.value
    await tx.saveBonus([grant])
    await tx.addBonusPurchases([purchase])
    await keepCurrency(tx, view.terms)
    const { pack, resource, credits, priceMicros, currency } = purchase
    const object = { id: pack, name: RESOURCE_TRAITS[resource].name }
    const after = { credits, priceMicros, currency }
    await tx.record(entryOf(asked, { action: 'credits-bought', object, after }))
    return answer({ asOf, line: bonusLine(grant, purchase) })
  })
}

async function grantOf(tx: TeamWrites, { resource, grant: id }: BonusPurchase) {
  const grant = (await tx.bonus(resource)).find((each) => each.id === id)
  if (!grant) throw new Error(`the purchase's grant ${id} is gone`)
  return grant
}

async function purchaseOf(
  { reads, catalog, terms, viewer, asOf }: View,
  options: { body: PurchaseBody; request: string },
): Promise<Answer<{ grant: BonusGrant; purchase: BonusPurchase }>> {
  const { body, request } = options
  const pack = packsFor(catalog, terms.plan).find(({ id }) => id === body.pack)
  if (!pack) return refuse('unknown-pack', `There is no pack ${body.pack} to buy on this plan.`)
  const { resource, credits } = pack
  const balances = bonusBalances(await reads.bonus(resource))
  const bought = buyPack({ pack, balances, agreedMicros: body.priceMicros, at: asOf })
  if ('refused' in bought) {
    return bought.refused === 'price-changed'
      ? refuse('price-changed', 'Nothing was bought. Look at the price again before you buy.')
      : refuse('balance-full', 'Nothing was bought. Use some of the bonus credits first.')
  }
  const { currency } = catalog
  const grant = { id: `bought:${body.key}`, resource, left: credits, ...bought.grant }
  const { priceMicros } = bought
  const actor = { id: viewer.id, name: viewer.name }
  const receipt = { resource, credits, priceMicros, currency, at: asOf, actor }
  return answer({
    grant,
    purchase: { key: body.key, request, pack: pack.id, grant: grant.id, ...receipt },
  })
}
