import type { SpendCapBody, SpendCapReply } from '#shared/contract/switch.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import { isAtCap } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { loadTerms } from '../ledger/terms.ts'
import type { TeamStore, Viewer } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'

/** Decides the most that pay-as-you-go costs in a cycle. It holds for the very next charge. */
export async function setSpendCap(options: {
  team: TeamStore
  catalog: Catalog
  viewer: Viewer
  asOf: Millis
  resource: Resource
  body: SpendCapBody
}): Promise<Answer<SpendCapReply>> {
  const { team, catalog, viewer, asOf, resource, body } = options
  return team.write(async (tx) => {
    const { plan, billing } = await loadTerms(tx, catalog)
    const offer = plan.entitlements[resource].payAsYouGo
    if (offer.kind === 'unavailable') {
      return refuse('not-offered', `The ${plan.name} plan sells no more of this resource.`)
    }
    const { capMicros } = body
    const seq = await tx.takeDecisionNumber()
    const actor = { id: viewer.id, name: viewer.name }
    const cap = capMicros === null ? {} : { micros: capMicros }
    await tx.saveSpendCap({ resource, ...cap, seq, at: asOf, actor })
    const key = { cycle: cycleAt(billing, asOf).id, resource, holder: TEAM_HOLDER }
    const [record] = await tx.accounts([key])
    const spentMicros = record?.account.bought.micros ?? 0
    const spending = { spentMicros, ...(capMicros === null ? {} : { capMicros }) }
    const reached = isAtCap(spending, offer)
    return answer({ asOf, resource, capMicros, spentMicros, reached })
  })
}
