import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { cycleNumber, type Span, startOf } from './calendar.ts'
import type { InvoiceSeen, ModelTeam } from './team.ts'

const DAY = 86_400_000
const CENT = 10_000

/** Closes what ended a day ago or earlier, each cycle once and in order. */
export function closeDue(team: ModelTeam, clock: number): void {
  const { zone, anchor, createdAt } = team.made
  const from = Math.max(startOf(zone, anchor), team.closed.at(-1)?.end ?? createdAt)
  for (let months = 0; ; months++) {
    const cycle = cycleNumber(zone, anchor, months)
    if (cycle.end + DAY > clock) return
    if (cycle.end <= from) continue
    const { lines, totalMicros } = billOf(team, cycle)
    if (lines.length > 0) {
      const number = team.invoices.length + 1
      team.invoices.push({ number, cycle: cycle.id, totalMicros, lines })
    }
    team.closed.push({ cycle: cycle.id, end: cycle.end })
  }
}

/** All that was bought in the cycle, a line for each thing at each price. */
export function billOf(team: ModelTeam, cycle: Span): Pick<InvoiceSeen, 'lines' | 'totalMicros'> {
  const amounts = new Map<string, { name: string; price: number; quantity: number }>()
  const add = (name: string, price: number, quantity: number) => {
    if (quantity === 0) return
    const key = JSON.stringify([name, price])
    const before = amounts.get(key)?.quantity ?? 0
    amounts.set(key, { name, price, quantity: before + quantity })
  }
  for (const charge of team.charges) {
    if (charge.cycle !== cycle.id) continue
    const { resource, late, blockCredits, blockMicros, blocks } = charge
    add(`${resource} ${late ? 'late ' : ''}${blockCredits}`, blockMicros, blocks)
  }
  for (const { pack, priceMicros, at } of team.grants) {
    const amount = DEFAULT_CATALOG.bonusPacks.find(({ id }) => id === pack)?.credits
    // Before the first cycle nothing is closed: what was bought then is on the first invoice.
    const isFirst = cycle.start === startOf(team.made.zone, team.made.anchor)
    if ((at >= cycle.start || isFirst) && at < cycle.end)
      add(`assistant bonus ${amount}`, priceMicros, 1)
  }
  const lines: string[] = []
  let totalMicros = 0
  for (const { name, price, quantity } of amounts.values()) {
    // Whole cents; a half is rounded up.
    const micros = Math.floor((price * quantity + CENT / 2) / CENT) * CENT
    lines.push(`${name}: ${quantity} at ${price} is ${micros}`)
    totalMicros += micros
  }
  return { lines: lines.toSorted(), totalMicros }
}
