import type { ResourceUsage } from '#shared/contract/usage.ts'
import { type Catalog, findPlan } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { BonusGrant, Holder } from '../records.ts'
import type { View } from './view.ts'

type Mark = ResourceUsage['marks'][number]

/** More marks than this say nothing more. */
const MOST_PURCHASES = 20

/** What bends a cycle's line: switches, blocks and bonus credits bought, oldest first. */
export async function marksOf(
  { reads, terms, catalog }: View,
  options: {
    cycle: Cycle
    resource: Resource
    accountHolder: Holder
    grants: readonly BonusGrant[]
  },
): Promise<Mark[]> {
  const { cycle, resource, accountHolder: holder, grants } = options
  const span = { resource, from: cycle.start, to: cycle.end }
  const offer = terms.plan.entitlements[resource].payAsYouGo
  // Where it is billed per credit, every charge past the limit buys: no event on the time line.
  const inBlocks = offer.kind === 'offered' && offer.blockCredits > 1
  const [decisions, purchases] = await Promise.all([
    reads.switchHistory({ ...span, holder }),
    inBlocks ? reads.purchases({ ...span, limit: MOST_PURCHASES }) : [],
  ])
  const changes = terms.planChanges.filter(({ at }) => at >= cycle.start && at < cycle.end)
  const marks: Mark[] = [
    ...changes.map(({ at, from, plan }): Mark => {
      const label = `Plan changed from ${planName(catalog, from)} to ${planName(catalog, plan)}`
      return { at, kind: 'plan-changed', label }
    }),
    ...decisions.map(({ at, on, actor }): Mark => {
      const label = `Pay-as-you-go turned ${on ? 'on' : 'off'} by ${actor.name}`
      return { at, kind: on ? 'switched-on' : 'switched-off', label }
    }),
    ...purchases.map(({ bookedAt, blocksBought }): Mark => {
      const label = blocksBought === 1 ? '1 block bought' : `${blocksBought} blocks bought`
      return { at: bookedAt, kind: 'blocks-bought', label }
    }),
    ...grants
      .filter((grant) => grant.start >= cycle.start && grant.start < cycle.end)
      .map(({ start, amount }): Mark => {
        const label = `${amount.toLocaleString('en-US')} bonus credits bought`
        return { at: start, kind: 'bonus-bought', label }
      }),
  ]
  return marks.sort((a, b) => a.at - b.at)
}

function planName(catalog: Catalog, id: string): string {
  return findPlan(catalog, id)?.name ?? id
}
