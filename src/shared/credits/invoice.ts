import { type Credits, type Micros, type Millis, timesMicros } from './amounts.ts'
import type { Cycle } from './cycle.ts'
import { RESOURCE_TRAITS, RESOURCES, type Resource } from './resources.ts'

/** What is to be paid for, one purchase or a sum of purchases at one price. */
export type Billable =
  | {
      kind: 'pay-as-you-go'
      resource: Resource
      /** Used in an earlier cycle, which was invoiced when it was reported. */
      late: boolean
      blockCredits: Credits
      /** Of one block. */
      blockMicros: Micros
      blocks: number
      /** The charges that bought them. */
      charges: number
    }
  | {
      kind: 'bonus-pack'
      resource: Resource
      packCredits: Credits
      /** Of one pack. */
      packMicros: Micros
      packs: number
    }

/** One price of one thing on an invoice. */
export type InvoiceLine = Billable & {
  /** Names the line within its invoice; the same from draft to final. */
  id: string
  title: string
  /** Quantity times price. */
  exactMicros: Micros
  /** The same in whole minor units of the currency: what is paid. */
  micros: Micros
}

/**
 * The lines of an invoice: one for each resource and price, late use apart from the cycle's own.
 * The same for `billables` in any order and for any of their sums.
 *
 * @param currency ISO 4217
 * @throws RangeError when a line passes 2^53 - 1 micros
 */
export function invoiceLines(billables: readonly Billable[], currency: string): InvoiceLine[] {
  const lines = new Map<string, Billable>()
  for (const billable of billables) {
    if (quantityOf(billable) === 0) continue
    const id = lineId(billable)
    const before = lines.get(id)
    lines.set(id, before ? added(before, billable) : billable)
  }
  return [...lines].sort(inOrder).map(([id, billable]) => {
    const exactMicros = timesMicros(priceOf(billable), quantityOf(billable))
    const micros = toMinorUnits(exactMicros, currency)
    return { ...billable, id, title: titleOf(billable), exactMicros, micros }
  })
}

/**
 * Whether what was bought at `at` is on the invoice of the cycle. The first cycle's has what was bought
 * before it began as well: no cycle before it is ever closed.
 *
 * @param billingStart start of the team's cycle 0
 */
export function isBilledIn(
  cycle: Pick<Cycle, 'start' | 'end'>,
  { at, billingStart }: { at: Millis; billingStart: Millis },
): boolean {
  return at < cycle.end && (at >= cycle.start || cycle.start === billingStart)
}

/** What the lines sum to: exact, since each is rounded already. */
export function invoiceTotal(lines: readonly { micros: Micros }[]): Micros {
  const total = lines.reduce((sum, { micros }) => sum + micros, 0)
  if (!Number.isSafeInteger(total)) throw new RangeError(`an invoice of ${total} micros`)
  return total
}

/** A team's invoices are counted from 1 without gaps; with the team's id the name is everyone's. */
export function invoiceName(team: string, number: number): string {
  return `${team}-${String(number).padStart(4, '0')}`
}

/**
 * Whole minor units of the currency (cents), in micros. Half a unit is rounded up: it is how a
 * reader who checks the line with a calculator rounds, and over many lines neither side gains.
 */
export function toMinorUnits(micros: Micros, currency: string): Micros {
  const unit = 10 ** (6 - minorDigits(currency))
  const rest = micros % unit
  return 2 * rest >= unit ? micros - rest + unit : micros - rest
}

/** Decimal places of the currency: 2 of USD, 0 of JPY. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return Math.min(6, format.resolvedOptions().maximumFractionDigits ?? 2)
}

function titleOf(billable: Billable): string {
  const { name, unit } = RESOURCE_TRAITS[billable.resource]
  switch (billable.kind) {
    case 'pay-as-you-go': {
      // `AI credits` are sold one by one: what is paid is the use itself.
      if (billable.blockCredits === 1) return `${singular(name)} usage`
      const blocks = billable.blocks === 1 ? '1 block' : `${counted(billable.blocks)} blocks`
      return `${name}, ${blocks} of ${counted(billable.blockCredits)}`
    }
    case 'bonus-pack': {
      const packs = billable.packs === 1 ? '1 pack' : `${counted(billable.packs)} packs`
      return `Bonus ${name}, ${packs} of ${counted(billable.packCredits)} ${unit.many}`
    }
    default:
      return billable satisfies never
  }
}

function lineId(billable: Billable): string {
  switch (billable.kind) {
    case 'pay-as-you-go': {
      const price = `${billable.blockCredits}x${billable.blockMicros}`
      return `${billable.resource}:${price}${billable.late ? ':late' : ''}`
    }
    case 'bonus-pack':
      return `${billable.resource}:bonus:${billable.packCredits}x${billable.packMicros}`
    default:
      return billable satisfies never
  }
}

function added(line: Billable, billable: Billable): Billable {
  if (line.kind === 'pay-as-you-go' && billable.kind === 'pay-as-you-go') {
    const { blocks, charges } = billable
    return { ...line, blocks: line.blocks + blocks, charges: line.charges + charges }
  }
  if (line.kind === 'bonus-pack' && billable.kind === 'bonus-pack') {
    return { ...line, packs: line.packs + billable.packs }
  }
  throw new TypeError('a line holds one kind of purchase')
}

function quantityOf(billable: Billable): number {
  return billable.kind === 'pay-as-you-go' ? billable.blocks : billable.packs
}

function priceOf(billable: Billable): Micros {
  return billable.kind === 'pay-as-you-go' ? billable.blockMicros : billable.packMicros
}

/** The cycle's own use first, by resource, then purchases, then what came late. */
function inOrder([idA, a]: [string, Billable], [idB, b]: [string, Billable]): number {
  return (
    rank(a) - rank(b) ||
    RESOURCES.indexOf(a.resource) - RESOURCES.indexOf(b.resource) ||
    priceOf(a) - priceOf(b) ||
    (idA < idB ? -1 : 1)
  )
}

function rank(billable: Billable): number {
  if (billable.kind === 'bonus-pack') return 1
  return billable.late ? 2 : 0
}

function singular(name: string): string {
  return name.replace(/s$/, '')
}

function counted(amount: number): string {
  return amount.toLocaleString('en-US')
}
