import { type Account, buyingState } from '#shared/credits/account.ts'
import { workState } from '#shared/credits/limit.ts'
import { isAtCap } from '#shared/credits/pay-as-you-go.ts'
import type { Books } from '../ledger/books.ts'
import { type Holder, TEAM_HOLDER } from '../records.ts'
import type { View } from '../views/view.ts'
import type { Target } from './target.ts'

/** Whether the holder's work starts again (on) or stops (off) with the switch. */
export function changesWork(
  view: Pick<View, 'asOf'>,
  options: { target: Target; books: Books; holder: Holder; on: boolean },
): boolean {
  const { target, books, holder, on } = options
  const { resource, cycle } = target
  const of = {
    resource,
    account: accountOf(books, target, holder),
    bonus: holder === TEAM_HOLDER ? books.bonus(resource) : [],
    at: view.asOf,
  }
  const now = books.payAsYouGo({ cycle: cycle.id, resource, holder })
  const then = on && !isTargetAtCap(books, target) ? 'on' : 'off'
  return (
    workState({ ...of, payAsYouGo: buyingState(now) }) !== workState({ ...of, payAsYouGo: then })
  )
}

/** Then nothing is bought any more, however the switches stand. */
export function isTargetAtCap(books: Books, { cycle, resource, offer }: Target): boolean {
  return isAtCap(books.spending({ cycle: cycle.id, resource }), offer)
}

export function accountOf(books: Books, target: Target, holder: Holder): Account {
  return books.account({ cycle: target.cycle.id, resource: target.resource, holder }).account
}
