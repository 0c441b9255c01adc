import type { PlanReply } from '#shared/contract/plan.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Catalog, findPlan } from '#shared/credits/catalog.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { Author } from '../audit/records.ts'
import { loadTerms, openCycle, teamTime } from '../ledger/terms.ts'
import type { Store } from '../ports.ts'
import { refreshAccounts } from './refresh-accounts.ts'
import { standstills, tellOfPlan } from './tell-of-plan.ts'

type PlanChangeAsked = {
  store: Store
  catalog: Catalog
  asOf: Millis
  team: string
  plan: string
  by: Author
}

/**
 * Puts the team on another plan from now on: its limits, switches and prices hold at the very next
 * request. Cycles that are over keep theirs. The plan that it is on already changes nothing.
 */
export async function changePlan(asked: PlanChangeAsked): Promise<Answer<PlanReply>> {
  const { store, catalog, asOf, by } = asked
  const { id, name } = by.actor
  const plan = findPlan(catalog, asked.plan)
  if (!plan) {
    const there = catalog.plans.map(({ id }) => id).join(', ')
    return refuse('unknown-plan', `There is no plan ${asked.plan}: the catalog has ${there}.`)
  }
  const team = store.team(asked.team)
  if (!(await team.profile())) return refuse('unknown-team', `There is no team ${asked.team}.`)
  return team.write(async (tx) => {
    const termsBefore = await loadTerms(tx, catalog)
    const { plan: before } = termsBefore
    const at = teamTime(termsBefore, asOf)
    const reply = {
      asOf,
      team: asked.team,
      from: before.id,
      plan: { id: plan.id, name: plan.name },
    }
    if (plan.id === before.id) return answer(reply)
    const members = await tx.countMembers(asOf)
    if (plan.seats.kind === 'limited' && members > plan.seats.members) {
      const detail = `The team has ${members} members; the ${plan.name} plan has room for ${plan.seats.members}.`
      return refuse('too-few-seats', detail)
    }
    const cycle = openCycle(termsBefore, asOf)
    const view = { reads: tx, catalog, asOf: at, clock: asOf }
    const stood = await standstills({ ...view, terms: termsBefore }, cycle)
    const seq = await tx.takeDecisionNumber()
    await tx.changePlan({ seq, at, from: before.id, plan: plan.id, actor: { id, name } })
    const object = { id: asked.team, name: termsBefore.team.name }
    const decided = { before: { plan: before.id }, after: { plan: plan.id } }
    await tx.record(entryOf(asked, { action: 'plan-changed', object, ...decided }))
    const terms = await loadTerms(tx, catalog)
    const told = await refreshAccounts(tx, { terms, cycle, asOf: at })
    const stands = await standstills({ ...view, terms }, cycle)
    await tellOfPlan(tx, { stood, stands, told, plan, cycle, seq, asOf })
    return answer(reply)
  })
}
