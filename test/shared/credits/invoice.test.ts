import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Billable,
  invoiceLines,
  invoiceName,
  invoiceTotal,
  isBilledIn,
  minorDigits,
  toMinorUnits,
} from '#shared/credits/invoice.ts'
import { RESOURCES } from '#shared/credits/resources.ts'

type PayAsYouGo = Extract<Billable, { kind: 'pay-as-you-go' }>

function ai(given: Partial<PayAsYouGo> = {}): PayAsYouGo {
  const price = { blockCredits: 1, blockMicros: 35_000 }
  return {
    kind: 'pay-as-you-go',
    resource: 'ai',
    late: false,
    ...price,
    blocks: 1,
    charges: 1,
    ...given,
  }
}

function flows(given: Partial<PayAsYouGo> = {}): PayAsYouGo {
  return { ...ai(), resource: 'flows', blockCredits: 1_000, blockMicros: 10_000_000, ...given }
}

const PACK: Billable = {
  kind: 'bonus-pack',
  resource: 'assistant',
  packCredits: 1_000,
  packMicros: 10_000_000,
  packs: 1,
}

const CASES: { name: string; billables: Billable[]; lines: [string, number][] }[] = [
  { name: 'nothing', billables: [], lines: [] },
  { name: 'nothing bought at a price', billables: [ai({ blocks: 0 })], lines: [] },
  {
    name: 'AI credits one by one',
    billables: [ai({ blocks: 103 })],
    lines: [['AI credit usage', 3_610_000]],
  },
  { name: 'half a cent', billables: [ai()], lines: [['AI credit usage', 40_000]] },
  {
    name: 'a block and more',
    billables: [flows(), flows({ blocks: 2 })],
    lines: [['Flows credits, 3 blocks of 1,000', 30_000_000]],
  },
  {
    name: 'one block',
    billables: [flows()],
    lines: [['Flows credits, 1 block of 1,000', 10_000_000]],
  },
  {
    name: 'a price that changed within the cycle: a line for each',
    billables: [ai({ blocks: 10 }), ai({ blocks: 10, blockMicros: 30_000 }), ai({ blocks: 5 })],
    lines: [
      ['AI credit usage', 300_000],
      ['AI credit usage', 530_000],
    ],
  },
  {
    name: 'another size of block at the same price',
    billables: [flows(), flows({ blockCredits: 500 })],
    lines: [
      ['Flows credits, 1 block of 1,000', 10_000_000],
      ['Flows credits, 1 block of 500', 10_000_000],
    ],
  },
  {
    name: 'late use, apart and last; packs before it',
    billables: [ai({ late: true, blocks: 2 }), PACK, PACK, ai({ blocks: 2 }), flows()],
    lines: [
      ['Flows credits, 1 block of 1,000', 10_000_000],
      ['AI credit usage', 70_000],
      ['Bonus Assistant credits, 2 packs of 1,000 credits', 20_000_000],
      ['AI credit usage', 70_000],
    ],
  },
]

describe('the lines of an invoice', () => {
  test.each(CASES)('$name', ({ billables, lines }) => {
    const made = invoiceLines(billables, 'USD')
    expect(made.map(({ title, micros }) => [title, micros])).toEqual(lines)
  })

  it('say how much at which price, and what was rounded', () => {
    expect(invoiceLines([ai({ blocks: 2, charges: 2 }), ai({ late: true })], 'USD')).toEqual([
      {
        ...ai({ blocks: 2, charges: 2 }),
        id: 'ai:1x35000',
        title: 'AI credit usage',
        exactMicros: 70_000,
        micros: 70_000,
      },
      {
        ...ai({ late: true }),
        id: 'ai:1x35000:late',
        title: 'AI credit usage',
        exactMicros: 35_000,
        micros: 40_000,
      },
    ])
  })

  it('refuse what no bill can be', () => {
    expect(() => invoiceLines([ai({ blocks: 2 ** 52 })], 'USD')).toThrow(RangeError)
    expect(() => invoiceTotal([{ micros: 2 ** 53 - 1 }, { micros: 1 }])).toThrow(RangeError)
  })

  test('are the same in any order, and for any sums of the same purchases', () => {
    fc.assert(
      fc.property(billables(), fc.infiniteStream(fc.nat()), (purchases, keys) => {
        const key = new Map(purchases.map((purchase) => [purchase, keys.next().value]))
        const shuffled = [...purchases].sort((a, b) => Number(key.get(a)) - Number(key.get(b)))
        const lines = invoiceLines(purchases, 'USD')
        expect(invoiceLines(shuffled, 'USD')).toEqual(lines)
        // A line is itself a sum of purchases.
        const halves = [purchases.slice(0, 3), purchases.slice(3)]
        const sums = halves.flatMap((half) => invoiceLines(half, 'USD'))
        expect(invoiceLines(sums.map(billableOf), 'USD')).toEqual(lines)
      }),
    )
  })

  test('sum to the total, and are never further from the purchases than half a cent each', () => {
    fc.assert(
      fc.property(billables(), fc.constantFrom('USD', 'JPY', 'KWD'), (purchases, currency) => {
        const lines = invoiceLines(purchases, currency)
        const bought = purchases.reduce((sum, each) => sum + costOf(each), 0)
        expect(lines.reduce((sum, { exactMicros }) => sum + exactMicros, 0)).toBe(bought)
        const total = invoiceTotal(lines)
        const unit = 10 ** (6 - minorDigits(currency))
        expect(total % unit).toBe(0)
        expect(Math.abs(total - bought)).toBeLessThanOrEqual((lines.length * unit) / 2)
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
      }),
    )
  })
})

describe('money on an invoice', () => {
  test.each([
    [0, 'USD', 0],
    [4_999, 'USD', 0],
    [5_000, 'USD', 10_000],
    [14_999, 'USD', 10_000],
    [499_999, 'JPY', 0],
    [500_000, 'JPY', 1_000_000],
    [1_499, 'KWD', 1_000],
    [1_500, 'KWD', 2_000],
  ])('%i micros of %s are %i', (micros, currency, rounded) => {
    expect(toMinorUnits(micros, currency)).toBe(rounded)
  })

  it('has a number that sorts, also past ten thousand', () => {
    expect([7, 12_345].map((number) => invoiceName('acme', number))).toEqual([
      'acme-0007',
      'acme-12345',
    ])
  })
})

function billables(): fc.Arbitrary<Billable[]> {
  const payAsYouGo = fc.record({
    kind: fc.constant('pay-as-you-go' as const),
    resource: fc.constantFrom(...RESOURCES),
    late: fc.boolean(),
    blockCredits: fc.constantFrom(1, 500, 1_000),
    blockMicros: fc.constantFrom(0, 1, 30_000, 35_000, 9_999_999, 10_000_000),
    blocks: fc.integer({ min: 0, max: 10_000 }),
    charges: fc.integer({ min: 1, max: 10 }),
  })
  const pack = fc.record({
    kind: fc.constant('bonus-pack' as const),
    resource: fc.constantFrom(...RESOURCES),
    packCredits: fc.constantFrom(1_000, 5_000),
    packMicros: fc.constantFrom(9_999_995, 40_000_000),
    packs: fc.integer({ min: 0, max: 3 }),
  })
  return fc.array(fc.oneof(payAsYouGo, pack), { maxLength: 12 })
}

function billableOf(line: ReturnType<typeof invoiceLines>[number]): Billable {
  const { id, title, exactMicros, micros, ...billable } = line
  return billable
}

function costOf(billable: Billable): number {
  return billable.kind === 'pay-as-you-go'
    ? billable.blocks * billable.blockMicros
    : billable.packs * billable.packMicros
}

describe('what was bought', () => {
  const first = { start: 1_000, end: 2_000 }
  const second = { start: 2_000, end: 3_000 }
  const cases: [string, number, boolean, boolean][] = [
    ['before billing began is on the first invoice', 0, true, false],
    ['as the first cycle began is on its invoice', 1_000, true, false],
    ['in the last millisecond of a cycle is on its invoice', 1_999, true, false],
    ['as a cycle ended is on the next one’s invoice', 2_000, false, true],
    ['as the second ended is on neither', 3_000, false, false],
  ]
  test.each(cases)('%s', (_, at, inFirst, inSecond) => {
    const bought = { at, billingStart: first.start }
    expect(isBilledIn(first, bought)).toBe(inFirst)
    expect(isBilledIn(second, bought)).toBe(inSecond)
  })
})
