import type { MessageContent } from '#shared/contract/message.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { Lift } from '#shared/credits/lift.ts'
import { isStopped } from '#shared/credits/limit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { openBooks, workIn } from '../ledger/books.ts'
import type { TeamWrites } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'
import { allPaused } from '../switching/moved.ts'
import type { Figures } from '../views/view.ts'
import { tell } from './tell.ts'

export type Standstill = {
  /** The team's work, where it shares an allowance; else that of so many members. */
  team: boolean
  members: number
  lift: Lift
}

type At = { resource: Resource; cycle: Cycle }
type Stopped = Extract<MessageContent, { kind: 'stopped' }>

/** Whose work on the resource stands still, as the view has it. */
export async function standstillOf(view: Figures, at: At): Promise<Standstill> {
  const { resource, cycle } = at
  const entry = { resource, cycle, holder: TEAM_HOLDER }
  const books = await openBooks(view.reads, { entries: [entry], terms: view.terms })
  const key = { ...entry, cycle: cycle.id }
  const lift = books.lift(key)
  if (view.terms.plan.entitlements[resource].holder === 'member') {
    return { team: false, members: (await allPaused(view, at)).count, lift }
  }
  const work = workIn(books, { key, at: view.asOf })
  return { team: isStopped(work), members: 0, lift }
}

/**
 * Admin and Billing are told of work that a decision stops and no charge did, in the decision's own
 * transaction. Those whose work it is see it in their alert, which says what it means now.
 */
export async function tellOfStandstill(
  tx: TeamWrites,
  options: At & {
    before: Standstill
    after: Standstill
    seq: number
    cause: Stopped['cause']
    asOf: Millis
  },
): Promise<void> {
  const { before, after, seq, resource, cycle, cause, asOf } = options
  const { lift } = after
  const members = Math.max(0, after.members - before.members)
  if (members === 0 && (before.team || !after.team)) return
  const ofMembers = members > 0 ? { members } : {}
  const content: Stopped = { kind: 'stopped', cycle, resource, ...ofMembers, lift, cause }
  const id = `stopped:${seq}:${resource}`
  await tell(tx, [{ message: { id, audience: 'admin-and-billing', createdAt: asOf, content } }])
}
