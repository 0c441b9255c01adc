import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { RunTerms } from '#shared/credits/ways-out.ts'
import type { Books } from '../ledger/books.ts'
import type { Terms } from '../ledger/terms.ts'
import type { TeamReads } from '../ports.ts'
import { type Holder, TEAM_HOLDER } from '../records.ts'

type Asked = {
  terms: Terms
  books: Books
  cycle: Cycle
  resource: Resource
  holder: Holder
  asOf: Millis
  clock: Millis
}

/** What a team can change for its runs, with what they would still hold when the cycle is over. */
export async function runTerms(
  reads: TeamReads,
  { terms, books, cycle, resource, holder, asOf, clock }: Asked,
): Promise<{ terms: RunTerms; heldAtRenewal: Credits }> {
  const key = { cycle: cycle.id, resource, holder }
  const { account } = books.account({ ...key, holder: TEAM_HOLDER })
  const heldByAll = await reads.heldByResource({ holders: 'all', at: clock })
  const then = await reads.heldByHolder({ resource, holders: [holder], at: cycle.end })
  return {
    terms: {
      catalog: terms.catalog,
      plan: terms.planIn(cycle),
      planNow: terms.plan,
      seats: {
        now: await reads.countMembers(asOf),
        inCycle: await reads.countMembers(cycle.start, cycle.end),
      },
      spending: books.spending(key),
      switches: books.switches(key),
      team: { account, bonus: books.bonus(resource), held: heldByAll.get(resource) ?? 0 },
    },
    heldAtRenewal: then.get(holder) ?? 0,
  }
}
