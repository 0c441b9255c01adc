import type { Reply } from '#shared/contract/routes.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { scopeOf, type View } from '../views/view.ts'

/** More than a person reads. */
export const MOST_LOW_CROSSINGS = 50

/** The low-credit alerts that fired in the cycle; the team's balance is not a Member's to see. */
export async function lowCrossingsIn(view: View, cycle: Cycle): Promise<Reply<'alerts'>['low']> {
  if (scopeOf(view).kind === 'member') return []
  const crossings = await view.reads.lowCrossings({ cycle: cycle.id, limit: MOST_LOW_CROSSINGS })
  return crossings.map(({ id, at, charge, left, mark, crossed }) => {
    return { id, at, charge, left, mark, crossed: [...crossed] }
  })
}
