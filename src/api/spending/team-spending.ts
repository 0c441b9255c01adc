import type { Micros } from '#shared/credits/amounts.ts'
import { type Spending, spendingOf } from '#shared/credits/pay-as-you-go.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import type { TeamReads } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'

/** What pay-as-you-go for the resource cost the team in the cycle, all members together. */
export async function teamSpending(
  reads: Pick<TeamReads, 'accounts'>,
  options: { cycle: string; resource: Resource; capMicros: Micros | undefined },
): Promise<Spending> {
  const { cycle, resource, capMicros } = options
  const [record] = await reads.accounts([{ cycle, resource, holder: TEAM_HOLDER }])
  return spendingOf(record?.account, { capMicros })
}

/** The same of all resources: where members have accounts, the team's is their sum. */
export async function chargesIn(
  reads: Pick<TeamReads, 'accounts'>,
  cycle: string,
): Promise<Micros> {
  const keys = RESOURCES.map((resource) => ({ cycle, resource, holder: TEAM_HOLDER }))
  const accounts = await reads.accounts(keys)
  return accounts.reduce((sum, { account }) => sum + account.bought.micros, 0)
}
