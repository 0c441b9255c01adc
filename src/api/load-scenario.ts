import type { Catalog } from '#shared/credits/catalog.ts'
import type { Scenario, Step } from '#shared/demo/scenario.ts'
import { ingestInto } from './ledger/ingest.ts'
import type { Store, TeamStore } from './ports.ts'
import { type BonusPurchase, TEAM_HOLDER } from './records.ts'

/** Members written in one transaction. */
const CHUNK = 5_000

/** Loads a made-up team through the same ledger that takes real events. */
export async function loadScenario(options: {
  store: Store
  catalog: Catalog
  scenario: Scenario
}): Promise<void> {
  const { store, catalog, scenario } = options
  await store.createTeam(scenario.team)
  const team = store.team(scenario.team.id)
  for (let from = 0; from < scenario.members.length; from += CHUNK) {
    await team.write((tx) => tx.addMembers(scenario.members.slice(from, from + CHUNK)))
  }
  await team.write(async (tx) => {
    await tx.saveBonus(scenario.bonus.map(({ by, ...grant }) => ({ ...grant, left: grant.amount })))
    const purchases = purchasesIn(scenario, catalog)
    await tx.addBonusPurchases(purchases)
    if (purchases.length > 0) await tx.setCurrency(catalog.currency)
    for (const { by, ...limit } of scenario.serverLimits) {
      await tx.saveServerLimit({ ...limit, actor: { id: by, name: nameOf(scenario, by) } })
    }
  })
  for (const step of scenario.steps) await take(step, { store, catalog, team, scenario })
}

/** Those of the bonus credits that are a pack of the catalog; others were given. */
function purchasesIn(scenario: Scenario, catalog: Catalog): BonusPurchase[] {
  return scenario.bonus.flatMap(({ id, resource, amount, start, by }) => {
    const pack = catalog.bonusPacks.find(
      (each) => each.resource === resource && each.credits === amount,
    )
    if (!pack) return []
    const { priceMicros } = pack
    const purchase = { key: id, request: '', pack: pack.id, grant: id, at: start }
    const price = { credits: amount, priceMicros, currency: catalog.currency }
    return [{ ...purchase, ...price, resource, actor: { id: by, name: nameOf(scenario, by) } }]
  })
}

function nameOf({ members }: Scenario, id: string): string {
  return members.find((member) => member.id === id)?.name ?? id
}

async function take(
  step: Step,
  options: { store: Store; catalog: Catalog; team: TeamStore; scenario: Scenario },
): Promise<void> {
  const { store, catalog, team, scenario } = options
  switch (step.kind) {
    case 'events': {
      const ingest = ingestInto({ store, catalog, now: () => step.at })
      const { results } = await ingest(step.events)
      const refused = results.find((result) => result.outcome !== 'accepted')
      if (refused) throw new Error(`the scenario is wrong: ${JSON.stringify(refused)}`)
      return
    }
    case 'switch': {
      const name = nameOf(scenario, step.by)
      const holders = step.members.length > 0 ? step.members : [TEAM_HOLDER]
      const { resource, on, at } = step
      await team.write(async (tx) => {
        const seq = await tx.takeDecisionNumber()
        const actor = { id: step.by, name }
        await tx.addSwitches(holders.map((holder) => ({ resource, holder, on, seq, at, actor })))
      })
      return
    }
    case 'low-marks': {
      const { marks, at, by } = step
      const actor = { id: by, name: nameOf(scenario, by) }
      await team.write((tx) => tx.setLowAlerts(marks.map((mark) => ({ mark, at, actor }))))
      return
    }
    default:
      step satisfies never
  }
}
