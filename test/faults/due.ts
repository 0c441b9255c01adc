import type { Store, TeamReads } from '#api/ports.ts'
import { cyclesDue } from '#shared/credits/booking.ts'
import { aPurchase, aTeam } from '#test/contract/store-records.ts'

const BILLING = { anchor: '2019-01-31', zone: 'Asia/Kathmandu' }
const SINCE = Date.parse('2019-02-01')

function cyclesOf() {
  return cyclesDue({ billing: BILLING, ledgerSince: SINCE, asOf: Date.now() })
}

/** A team with years of cycles that nobody closed, each with something to pay. */
export async function addDue(store: Store, id: string): Promise<void> {
  const purchases = cyclesOf().map((cycle) => aPurchase(cycle.id, { at: cycle.start }))
  await store.createTeam(aTeam({ id, createdAt: SINCE, ...BILLING }))
  await store.team(id).write((tx) => tx.addBonusPurchases(purchases))
}

/** Its invoices with their numbers, as they must be once all is closed. */
export function whenClosed(): string {
  return cyclesOf()
    .map(({ id }, at) => `${at + 1} ${id}`)
    .join()
}

/** The same as they are: empty while nothing is closed. */
export async function closedOf(team: Pick<TeamReads, 'invoices'>): Promise<string> {
  const invoices = (await team.invoices()).toReversed()
  return invoices.map(({ cycle, number }) => `${number} ${cycle}`).join()
}
