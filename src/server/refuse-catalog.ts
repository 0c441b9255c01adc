import type { Store } from '#api/ports.ts'
import { type Catalog, findPlan } from '#shared/credits/catalog.ts'
import { OperatorError } from './operator-error.ts'

const MOST_NAMED = 5

/** Refuses a catalog that teams could not be charged with; of each team's past only if asked. */
export async function refuseUnfitCatalog(
  store: Store,
  catalog: Catalog,
  { past = true }: { past?: boolean } = {},
): Promise<void> {
  await refuseMissingPlans(store, catalog, { past })
  await refuseOtherCurrency(store, catalog)
}

/** A team whose plan the catalog lacks could not be charged, nor its cycles on that plan be shown. */
async function refuseMissingPlans(
  store: Store,
  catalog: Catalog,
  { past }: { past: boolean },
): Promise<void> {
  const lost: string[] = []
  const missing = new Set<string>()
  for (const { id, plan } of await store.teams()) {
    const lacks = (each: string, how: string) => {
      if (findPlan(catalog, each)) return
      missing.add(each)
      lost.push(`${id} ${how} ${each}`)
    }
    lacks(plan, 'is on')
    const changes = past ? await store.team(id).planChanges() : []
    const before = new Set(changes.map((change) => change.from).filter((each) => each !== plan))
    for (const each of before) lacks(each, 'was on')
  }
  if (lost.length === 0) return
  const plans =
    missing.size === 1
      ? `a plan that ${lost.length === 1 ? 'a team needs' : 'teams need'}`
      : `${missing.size} plans that teams need`
  throw new OperatorError(
    `The catalog lacks ${plans}: ${named(lost)}. Put ${missing.size === 1 ? 'it' : 'them'} back into the catalog.`,
  )
}

/** An invoice, a cap and a sum over cycles have one currency each. */
async function refuseOtherCurrency(store: Store, { currency }: Catalog): Promise<void> {
  const others = (await store.teams()).flatMap((team) =>
    team.currency === undefined || team.currency === currency
      ? []
      : [`${team.id} in ${team.currency}`],
  )
  if (others.length === 0) return
  throw new OperatorError(
    `The catalog’s prices are in ${currency}, but teams were charged in another currency: ${named(others)}. Put its prices back, or start with a folder of its own.`,
  )
}

function named(each: readonly string[]): string {
  return each.slice(0, MOST_NAMED).join(', ')
}
