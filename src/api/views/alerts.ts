import type { Alert } from '#shared/contract/usage.ts'
import { type Cycle, cycleAt } from '#shared/credits/cycle.ts'
import { isStopped } from '#shared/credits/limit.ts'
import { type Books, openBooks, workIn } from '../ledger/books.ts'
import { type Crossing, type Holder, TEAM_HOLDER } from '../records.ts'
import type { View } from './view.ts'

/** More than a person reads; the members page answers who is close to the limit. */
const MOST_ALERTS = 50

/** The alerts of a cycle, newest first; of the viewer's own limit, or the team's and all members'. */
export async function alertsOf(
  view: View,
  options: { cycle: Cycle; holder: Holder },
): Promise<Alert[]> {
  const { cycle, holder } = options
  const query = { cycle: cycle.id, limit: MOST_ALERTS }
  const [own, others] = await Promise.all([
    view.reads.crossings({ ...query, holder }),
    // The team's own come first to the limit: many members' must not push them out.
    holder === TEAM_HOLDER ? view.reads.crossings(query) : ofPool(view, query),
  ])
  const known = new Set(own.map((crossing) => crossing.id))
  const all = [...own, ...others.filter((crossing) => !known.has(crossing.id))]
  const newestFirst = all.sort((a, b) => b.charge - a.charge)
  return describe(view, { cycle, crossings: newestFirst })
}

/** When the pool that members share runs out, it is theirs to know, too. */
async function ofPool(
  { reads, terms }: View,
  query: { cycle: string; limit: number },
): Promise<Crossing[]> {
  if (terms.plan.entitlements.ai.holder !== 'pool') return []
  const ofTeam = await reads.crossings({ ...query, holder: TEAM_HOLDER })
  return ofTeam.filter(({ resource }) => resource === 'ai')
}

/** Of each account only the newest: a higher threshold says all that a lower one said. */
export function newestPerAccount(alerts: readonly Alert[]): Alert[] {
  const seen = new Set<string>()
  return alerts.filter((alert) => {
    const key = `${alert.resource} ${alert.member?.id ?? ''}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

async function describe(
  view: View,
  options: { cycle: Cycle; crossings: readonly Crossing[] },
): Promise<Alert[]> {
  const { cycle, crossings } = options
  const { reads, terms, viewer, asOf } = view
  const entries = crossings.map(({ resource, holder }) => ({ resource, holder, cycle }))
  const holders = [...new Set(crossings.map((crossing) => crossing.holder))]
  const [books, members, dismissed] = await Promise.all([
    openBooks(reads, { entries, terms }),
    reads.members(holders.filter((holder) => holder !== TEAM_HOLDER)),
    reads.dismissals({ viewer: viewer.id, cycle: cycle.id }),
  ])
  const names = new Map(members.map((member) => [member.id, member.name]))
  const isOpen = cycleAt(terms.billing, asOf).id === cycle.id
  return crossings.map((crossing) => ({
    id: crossing.id,
    at: crossing.at,
    charge: crossing.charge,
    cycle,
    resource: crossing.resource,
    ...(crossing.holder === TEAM_HOLDER
      ? {}
      : { member: { id: crossing.holder, name: names.get(crossing.holder) ?? crossing.holder } }),
    threshold: crossing.threshold,
    crossed: [...crossing.crossed],
    used: crossing.used,
    allowance: crossing.allowance,
    // In the open cycle what it means now: a switch since then has changed it.
    ...(isOpen ? workNow(view, books, { crossing, cycle }) : { work: crossing.work }),
    dismissed: dismissed.has(crossing.id),
  }))
}

function workNow(view: View, books: Books, options: { crossing: Crossing; cycle: Cycle }) {
  const { resource, holder } = options.crossing
  const key = { cycle: options.cycle.id, resource, holder }
  const work = workIn(books, { key, at: view.asOf })
  return isStopped(work) ? { work, lift: books.lift(key) } : { work }
}
