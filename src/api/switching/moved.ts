import type { Named } from '#shared/contract/message.ts'
import { totalOf } from '#shared/credits/account.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { MOST_NAMED } from '#shared/credits/notices.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { openBooks } from '../ledger/books.ts'
import { TEAM_HOLDER } from '../records.ts'
import { membersView } from '../views/members.ts'
import type { Figures, View } from '../views/view.ts'
import { accountOf, changesWork, isTargetAtCap } from './changes-work.ts'
import type { Target } from './target.ts'

/** Members who move to pay-as-you-go: all are counted, the first of them named. */
export type Moved = { count: number; members: Named[] }

export const NOBODY: Moved = { count: 0, members: [] }

/** Who moves when pay-as-you-go is turned on now: whose own work is paused, and starts again. */
export async function movedBy(view: View, target: Target): Promise<Moved> {
  const { resource, cycle } = target
  if (view.terms.plan.entitlements[resource].holder !== 'member') return NOBODY
  const holders = target.isTeam ? [TEAM_HOLDER] : target.members.map(({ id }) => id)
  const entries = holders.map((holder) => ({ resource, holder, cycle }))
  const books = await openBooks(view.reads, { entries, terms: view.terms })
  if (isTargetAtCap(books, target)) return NOBODY
  if (target.isTeam) return allPaused(view, target)
  const moved = target.members.filter(
    ({ id: holder, removedAt }) =>
      removedAt === undefined && changesWork(view, { target, books, holder, on: true }),
  )
  const members = moved.slice(0, MOST_NAMED).map(({ id, name }) => {
    const { used, allowance } = accountOf(books, target, id)
    return named({ id, name }, { used: totalOf(used), allowance })
  })
  return { count: moved.length, members }
}

/** Members whose work stands still now: all are counted, the first of them named. */
export async function allPaused(
  view: Figures,
  { cycle, resource }: Pick<Target, 'cycle' | 'resource'>,
): Promise<Moved> {
  const { atLimit: state } = RESOURCE_TRAITS[resource]
  const query = { sort: 'share', order: 'desc', limit: MOST_NAMED, state } as const
  const page = await membersView(view, { cycle, resource, query })
  if (!page.ok) throw new Error(page.detail)
  const { matching, members: rows } = page.value
  const members = rows.flatMap(({ member, balance }) =>
    balance.kind === 'own' && !member.removed ? [named(member, balance.standing)] : [],
  )
  return { count: matching - (rows.length - members.length), members }
}

function named(
  { id, name }: { id: string; name: string },
  { used, allowance }: { used: Credits; allowance: Allowance },
): Named {
  // Of an unlimited one nobody is ever at the limit.
  const credits = allowance.kind === 'limited' ? allowance.credits : used
  const threshold = used > credits ? 'exceeded' : 'reached'
  return { id, name, used, allowance: credits, threshold, work: 'on-pay-as-you-go' }
}
