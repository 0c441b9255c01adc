import { totalOf } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { stillFired } from '#shared/credits/crossing.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import { bonusBalances } from '../ledger/bonus.ts'
import { factsOf } from '../ledger/facts.ts'
import { allowanceIn, type Terms } from '../ledger/terms.ts'
import type { TeamWrites } from '../ports.ts'
import { type AccountRecord, TEAM_HOLDER } from '../records.ts'

const CHUNK = 2_000

/**
 * Brings a cycle's accounts to what the terms give now. A raised limit re-arms the thresholds that
 * are above usage again; and lists are filtered by facts that stand beside the accounts.
 */
export async function refreshAccounts(
  tx: TeamWrites,
  options: { terms: Terms; cycle: Cycle; asOf: Millis },
): Promise<void> {
  for (const resource of RESOURCES) await refreshResource(tx, { ...options, resource })
}

async function refreshResource(
  tx: TeamWrites,
  options: { terms: Terms; cycle: Cycle; resource: Resource; asOf: Millis },
): Promise<void> {
  const { terms, cycle, resource, asOf } = options
  const bonus = bonusBalances(await tx.bonus(resource))
  const ofTeam = await allowanceIn(tx, { terms, resource, cycle, holder: TEAM_HOLDER })
  const { holder } = terms.planIn(cycle).entitlements[resource]
  let after: string | undefined
  for (;;) {
    const page = { cycle: cycle.id, resource, after, limit: CHUNK }
    const accounts = await tx.accountsAfter(page)
    const changed: AccountRecord[] = []
    for (const record of accounts) {
      if (record.holder === TEAM_HOLDER) changed.push(withAllowance(record, ofTeam))
      // Where the team shares, what members had of their own is of no use to anyone now.
      else if (holder === 'member') {
        const own = await allowanceIn(tx, { terms, resource, cycle, holder: record.holder })
        changed.push(withAllowance(record, own))
      }
    }
    await tx.saveAccounts(
      changed.map((record) => ({
        ...record,
        facts: factsOf({
          account: record.account,
          bonus: record.holder === TEAM_HOLDER ? bonus : [],
          at: asOf,
        }),
      })),
    )
    after = accounts.at(-1)?.holder
    if (accounts.length < CHUNK) return
  }
}

function withAllowance(record: AccountRecord, allowance: Allowance): AccountRecord {
  const used = totalOf(record.account.used)
  const fired = stillFired({ used, allowance, fired: record.fired })
  return { ...record, account: { ...record.account, allowance }, fired }
}
