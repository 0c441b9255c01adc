import type { LowAlertsReply } from '#shared/contract/low-credit.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import { balanceOf, creditsOf } from '#shared/credits/low-credit.ts'
import { accountKey, openBooks } from '../ledger/books.ts'
import { type LowAlertRecord, TEAM_HOLDER } from '../records.ts'
import type { View } from '../views/view.ts'

export async function lowAlertsView(view: View): Promise<LowAlertsReply> {
  const { left, allowance } = await assistantNow(view)
  const alerts = await view.reads.lowAlerts()
  return {
    asOf: view.asOf,
    ...(left === undefined ? {} : { left }),
    alerts: alerts
      .map(({ mark, at, actor }) => {
        const credits = creditsOf(mark, allowance)
        const isLow = isMet({ mark }, { left, allowance })
        const fires = credits === undefined ? {} : { credits }
        return { mark, ...fires, isLow, since: at, by: actor.name }
      })
      .sort((a, b) => (b.credits ?? 0) - (a.credits ?? 0)),
  }
}

/** What the team has of the Assistant's credits in the open cycle. */
export async function assistantNow({
  reads,
  terms,
  asOf,
}: View): Promise<{ left: Credits | undefined; allowance: Allowance; cycle: string }> {
  const cycle = cycleAt(terms.billing, asOf)
  const entry = { resource: 'assistant', cycle, holder: TEAM_HOLDER } as const
  const books = await openBooks(reads, { entries: [entry], terms })
  const { account } = books.account(accountKey(entry))
  const left = balanceOf(account, books.bonus('assistant'), asOf)
  return { left, allowance: account.allowance, cycle: cycle.id }
}

export function isMet(
  { mark }: Pick<LowAlertRecord, 'mark'>,
  { left, allowance }: { left: Credits | undefined; allowance: Allowance },
): boolean {
  const credits = creditsOf(mark, allowance)
  return credits !== undefined && left !== undefined && left <= credits
}
