import { can } from '#shared/contract/permissions.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { isInvoiced } from '#shared/credits/booking.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Cycle, cycleAt, cycleOfId, cyclesBetween } from '#shared/credits/cycle.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Terms } from '../ledger/terms.ts'
import type { TeamReads, Viewer } from '../ports.ts'
import { type Holder, TEAM_HOLDER } from '../records.ts'

/** What every view of a team's figures starts from. */
export type View = Figures & { viewer: Viewer }

/** The same, whoever asks. */
export type Figures = {
  reads: TeamReads
  terms: Terms
  catalog: Catalog
  /** The team's time, which never goes back into a closed cycle: what figures are as of. */
  asOf: Millis
  /** What the clock says: by it holds end. */
  clock: Millis
}

/** What tells a team's cycles. */
type Calendar = Pick<View, 'reads' | 'terms' | 'asOf'>

/** The cycle asked for, or the open one. */
export async function cycleAsked(view: Calendar, id: string | undefined): Promise<Answer<Cycle>> {
  const { terms, asOf } = view
  const open = cycleAt(terms.billing, asOf)
  if (id === undefined || id === open.id) return answer(open)
  const cycle = cycleOfId(terms.billing, id)
  const first = await firstCycle(view)
  if (!cycle || cycle.index < first.index || cycle.index > open.index) {
    return refuse('unknown-cycle', `The team has no billing cycle that begins on ${id}.`)
  }
  return answer(cycle)
}

export async function cyclesOf(view: View) {
  const { reads, terms, asOf } = view
  const first = await firstCycle(view)
  const { createdAt: ledgerSince } = terms.team
  const closedUntil = (await reads.lastClosing())?.end
  return {
    asOf,
    cycles: cyclesBetween(terms.billing, { from: first.start, to: asOf }).map((cycle) => ({
      ...cycle,
      final: isInvoiced(cycle, { asOf, ledgerSince, closedUntil }),
    })),
  }
}

/** Decisions from then on say nothing of the cycle; absent while it is open, where all count. */
export function decidedBefore({ asOf }: Figures, cycle: Pick<Cycle, 'end'>): Millis | undefined {
  return asOf < cycle.end ? undefined : cycle.end
}

/** Whose figures this viewer is shown: the team's, or only their own. */
export function scopeOf({ viewer, terms }: View) {
  const team = { id: terms.team.id, name: terms.team.name }
  return can(viewer.roles, 'view-team-usage') || !viewer.member
    ? { kind: 'team' as const, team }
    : { kind: 'member' as const, team, member: viewer.member }
}

/** Whose alerts this viewer is shown: the team's, or only their own. */
export function holderIn(view: View): Holder {
  const scope = scopeOf(view)
  return scope.kind === 'member' ? scope.member.id : TEAM_HOLDER
}

/** The cycle of the first use, or of the ledger's opening where that was earlier. */
async function firstCycle({ reads, terms, asOf }: Calendar): Promise<Cycle> {
  const used = await reads.firstBooking()
  const since = Math.min(terms.team.createdAt, used ?? asOf, asOf)
  return cycleAt(terms.billing, since)
}
