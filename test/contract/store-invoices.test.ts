import { expect, test } from 'vitest'
import { aCharge, aClosing, anInvoice, aSale, CYCLE, MARCH } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

onEveryStore('sales, closings and invoices', ({ team: aFreshTeam }) => {
  test('what is bought at one price in one cycle adds up, and nothing else does', async () => {
    const { team } = await aFreshTeam()
    const others = [
      aSale({ late: true }),
      aSale({ blockCredits: 500 }),
      aSale({ blockMicros: 30_000 }),
      aSale({ resource: 'flows' }),
    ]
    await team.write((tx) => tx.addSales([aSale({ blocks: 2 }), ...others]))
    const inApril = aSale({ cycle: '2026-04-01' })
    await team.write((tx) => tx.addSales([aSale({ blocks: 5, charges: 3 }), inApril]))
    expect(await team.sales(CYCLE)).toEqual([
      aSale({ blockMicros: 30_000 }),
      aSale({ blocks: 7, charges: 4 }),
      aSale({ blockCredits: 500 }),
      aSale({ late: true }),
      aSale({ resource: 'flows' }),
    ])
    expect(await team.sales('2026-04-01')).toEqual([inApril])
  })

  test('an invoice comes back as it was issued, and neither number nor cycle is taken twice', async () => {
    const { team } = await aFreshTeam()
    const first = anInvoice(1)
    const second = anInvoice(2, { cycle: '2026-04-01' })
    await team.write(async (tx) => {
      await tx.addInvoice(first)
      await tx.addInvoice(second)
    })
    expect(await team.invoices()).toEqual([second, first])
    expect(await team.invoice(CYCLE)).toEqual(first)
    expect(await team.invoice('2026-05-01')).toBeUndefined()
    const sameNumber = anInvoice(2, { cycle: '2026-05-01' })
    await expect(team.write((tx) => tx.addInvoice(sameNumber))).rejects.toThrow()
    await expect(team.write((tx) => tx.addInvoice(anInvoice(3)))).rejects.toThrow()
    expect(await team.invoices()).toEqual([second, first])
  })

  test('a cycle is closed once, and the last one is known', async () => {
    const { team } = await aFreshTeam()
    expect(await team.lastClosing()).toBeUndefined()
    const april = aClosing('2026-04-01', { invoice: 4 })
    await team.write((tx) => tx.addClosing(aClosing(CYCLE)))
    await team.write((tx) => tx.addClosing(april))
    expect(await team.lastClosing()).toEqual(april)
    await expect(team.write((tx) => tx.addClosing(aClosing(CYCLE)))).rejects.toThrow()
  })

  test('charges are found by what they bought, and by whether they came late', async () => {
    const { team } = await aFreshTeam()
    const block = { blocksBought: 2, boughtCredits: 2_000, costMicros: 20_000_000 }
    await team.write((tx) =>
      tx.addCharges([
        aCharge(1),
        aCharge(2, block),
        aCharge(3, { ...block, late: true }),
        aCharge(4, { ...block, costMicros: 18_000_000 }),
        aCharge(5, { ...block, boughtCredits: 1_000 }),
        aCharge(6, { late: true }),
      ]),
    )
    const span = { resource: 'flows', from: MARCH, to: MARCH + 100, limit: 9 } as const
    const found = async (filter: object) => {
      const { rows, matching } = await team.chargePage({ ...span, ...filter })
      expect(matching.charges).toBe(rows.length)
      return rows.map(({ charge }) => charge)
    }
    const bought = { blockCredits: 1_000, blockMicros: 10_000_000 }
    expect(await found({ bought })).toEqual([3, 2])
    expect(await found({ bought, late: false })).toEqual([2])
    expect(await found({ bought: { ...bought, blockMicros: 9_000_000 } })).toEqual([4])
    expect(await found({ late: true })).toEqual([6, 3])
  })
})
