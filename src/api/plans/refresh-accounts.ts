import type { Millis } from '#shared/credits/amounts.ts'
import { type Catalog, isSameAllowance } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import { bonusBalances } from '../ledger/bonus.ts'
import { withAllowance } from '../ledger/books.ts'
import { factsOf } from '../ledger/facts.ts'
import { allowanceIn, loadTerms, openCycle, type Terms, teamTime } from '../ledger/terms.ts'
import type { Store, TeamReads, TeamWrites } from '../ports.ts'
import { type AccountRecord, TEAM_HOLDER } from '../records.ts'
import { fireLowered } from './lowered-limits.ts'

const CHUNK = 2_000

type InCycle = { terms: Terms; cycle: Cycle; asOf: Millis }

/**
 * After another catalog: brings the open cycle's accounts of every team to what it gives. Where
 * nothing has changed it only reads.
 */
export async function refreshTeams(options: {
  store: Store
  catalog: Catalog
  asOf: Millis
}): Promise<void> {
  const { store, catalog, asOf } = options
  for (const { id } of await store.teams()) {
    const team = store.team(id)
    const inCycle = async (reads: TeamReads): Promise<InCycle> => {
      const terms = await loadTerms(reads, catalog)
      return { terms, cycle: openCycle(terms, asOf), asOf: teamTime(terms, asOf) }
    }
    const isStale = await team.read(async (reads) => hasStale(reads, await inCycle(reads)))
    if (isStale) await team.write(async (tx) => refreshAccounts(tx, await inCycle(tx)))
  }
}

/**
 * Brings a cycle's accounts to what the terms give now. A raised limit re-arms the thresholds that
 * are above usage again, a lowered one fires those that it leaves behind; and lists are filtered by
 * facts that stand beside the accounts.
 *
 * @returns the resources of which a limit of the team's fired
 */
export async function refreshAccounts(
  tx: TeamWrites,
  options: InCycle,
): Promise<ReadonlySet<Resource>> {
  const { terms, cycle, asOf } = options
  const fired = new Set<Resource>()
  for (const resource of RESOURCES) {
    const bonus = bonusBalances(await tx.bonus(resource))
    for await (const chunk of changedAccounts(tx, { terms, cycle, resource })) {
      const records = await fireLowered(tx, { records: chunk, terms, cycle, asOf })
      if (records.some((record, at) => isTeamsAndFired(record, chunk[at]))) fired.add(resource)
      const saved = records.map((record) => {
        const ofHolder = record.holder === TEAM_HOLDER ? bonus : []
        return { ...record, facts: factsOf({ account: record.account, bonus: ofHolder, at: asOf }) }
      })
      await tx.saveAccounts(saved)
    }
  }
  return fired
}

function isTeamsAndFired(after: AccountRecord, before: AccountRecord | undefined): boolean {
  return after.holder === TEAM_HOLDER && after.fired.length > (before?.fired.length ?? 0)
}

async function hasStale(reads: TeamReads, options: InCycle): Promise<boolean> {
  for (const resource of RESOURCES) {
    for await (const chunk of changedAccounts(reads, { ...options, resource })) {
      if (chunk.length > 0) return true
    }
  }
  return false
}

/** The accounts whose allowance is not what the terms give, with that. */
async function* changedAccounts(
  reads: TeamReads,
  options: { terms: Terms; cycle: Cycle; resource: Resource },
): AsyncGenerator<AccountRecord[]> {
  const { cycle, resource } = options
  const ofTeam = await allowanceIn(reads, { ...options, holder: TEAM_HOLDER })
  const ofMember = await allowanceIn(reads, { ...options, holder: ANY })
  let after: string | undefined
  for (;;) {
    const accounts = await reads.accountsAfter({ cycle: cycle.id, resource, after, limit: CHUNK })
    yield accounts.flatMap((record) => {
      const allowance = record.holder === TEAM_HOLDER ? ofTeam : ofMember
      if (isSameAllowance(record.account.allowance, allowance)) return []
      return [withAllowance(record, allowance)]
    })
    after = accounts.at(-1)?.holder
    if (accounts.length < CHUNK) return
  }
}

/** Each member is given the same. */
const ANY = 'any member'
