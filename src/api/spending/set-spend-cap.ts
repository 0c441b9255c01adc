import type { SpendCapBody, SpendCapReply } from '#shared/contract/switch.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { isAtCap } from '#shared/credits/pay-as-you-go.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { Author } from '../audit/records.ts'
import { keepCurrency } from '../ledger/keep-currency.ts'
import { loadTerms, openCycle, teamTime } from '../ledger/terms.ts'
import { standstillOf, tellOfStandstill } from '../messages/tell-of-standstill.ts'
import type { TeamStore, Viewer } from '../ports.ts'
import { teamSpending } from './team-spending.ts'

/** Decides the most that pay-as-you-go costs in a cycle. It holds for the very next charge. */
export async function setSpendCap(options: {
  team: TeamStore
  catalog: Catalog
  viewer: Viewer
  by: Author
  asOf: Millis
  resource: Resource
  body: SpendCapBody
}): Promise<Answer<SpendCapReply>> {
  const { team, catalog, viewer, asOf, resource, body } = options
  return team.write(async (tx) => {
    const terms = await loadTerms(tx, catalog)
    const { plan } = terms
    const offer = plan.entitlements[resource].payAsYouGo
    if (offer.kind === 'unavailable') {
      return refuse('not-offered', `The ${plan.name} plan sells no more of this resource.`)
    }
    const { capMicros } = body
    const cycle = openCycle(terms, asOf)
    const at = teamTime(terms, asOf)
    const view = { reads: tx, terms, catalog, asOf: at, clock: asOf }
    const before = await standstillOf(view, { resource, cycle })
    const was = (await tx.spendCaps()).find((each) => each.resource === resource)
    const seq = await tx.takeDecisionNumber()
    const actor = { id: viewer.id, name: viewer.name }
    const cap = capMicros === null ? {} : { micros: capMicros }
    await tx.saveSpendCap({ resource, ...cap, seq, at, actor })
    await keepCurrency(tx, terms)
    const decided = { before: { capMicros: was?.micros ?? null }, after: { capMicros } }
    const object = { id: resource, name: RESOURCE_TRAITS[resource].name }
    await tx.record(entryOf(options, { action: 'spend-cap-set', object, ...decided }))
    const asked = { cycle: cycle.id, resource, capMicros: capMicros ?? undefined }
    const spending = await teamSpending(tx, asked)
    const { spentMicros } = spending
    if (capMicros !== null) {
      const capped = { ...view, terms: await loadTerms(tx, catalog) }
      const after = await standstillOf(capped, { resource, cycle })
      const { currency } = catalog
      const cause = { kind: 'spend-cap', capMicros, spentMicros, currency } as const
      await tellOfStandstill(tx, { resource, cycle, before, after, seq, cause, asOf })
    }
    return answer({ asOf, resource, capMicros, spentMicros, reached: isAtCap(spending, offer) })
  })
}
