import type { Millis } from '#shared/credits/amounts.ts'
import { dayStartLookup } from '#shared/credits/cycle.ts'
import { tellOfCharges } from '../messages/tell-of-charges.ts'
import type { TeamWrites } from '../ports.ts'
import { type ChargeRecord, type Crossing, TEAM_HOLDER } from '../records.ts'
import type { Bookable } from './bookable.ts'
import type { Books } from './books.ts'
import { factsOf } from './facts.ts'
import { keepCurrency } from './keep-currency.ts'
import { rollUp } from './roll-up.ts'
import { salesOf } from './sales.ts'
import { type Terms, teamTime } from './terms.ts'

/** Writes all that follows from a batch of charges. */
export async function writeBurned(
  tx: TeamWrites,
  options: {
    books: Books
    charges: readonly ChargeRecord[]
    crossings: readonly Crossing[]
    terms: Terms
    asOf: Millis
    events: readonly Bookable[]
  },
): Promise<void> {
  const { books, charges, crossings, terms, asOf, events } = options
  if (charges.length === 0) return
  await tx.saveAccounts(
    books.changedAccounts().map((record) => ({
      ...record,
      facts: factsOf({
        account: record.account,
        bonus: record.holder === TEAM_HOLDER ? books.bonus(record.resource) : [],
        at: teamTime(terms, asOf),
      }),
    })),
  )
  await tx.saveBonus(books.changedBonus())
  const plans = new Map(
    events.map(({ booking: { cycle } }) => [cycle.id, terms.planIn(cycle)] as const),
  )
  const sums = rollUp(charges, {
    holder: ({ cycle, resource }) => (plans.get(cycle) ?? terms.plan).entitlements[resource].holder,
    day: dayStartLookup(terms.team.zone),
  })
  await tx.addRollups(sums.rollups)
  await tx.addTotals(sums.totals)
  await tx.addPartDays(sums.partDays)
  const sales = salesOf(charges)
  if (sales.length > 0) {
    await tx.addSales(sales)
    await keepCurrency(tx, terms)
  }
  if (crossings.length > 0) await tx.addCrossings(crossings)
  await tellOfCharges(tx, { charges, crossings, liftOf: books.lift, terms, asOf })
  const names = partNames(events)
  if (names.length > 0) await tx.savePartNames(names)
}

/** The last name that the batch gives each flow or server. */
function partNames(events: readonly Bookable[]) {
  const names = new Map<string, Parameters<TeamWrites['savePartNames']>[0][number]>()
  for (const { event } of events) {
    if (event.part?.name === undefined) continue
    const { resource } = event.usage
    const { id, name } = event.part
    names.set(`${resource} ${id}`, { resource, part: id, name })
  }
  return [...names.values()]
}
