import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const PURCHASES = '*/api/v1/teams/:team/purchases'

async function part() {
  await screen.findByRole('heading', { level: 1, name: 'Assistant credits' })
  await screen.findByRole('table', { name: 'Use by kind' })
  return screen.findByRole('region', { name: 'Bonus credits' })
}

async function history() {
  const table = within(await part()).getByRole('table', { name: /^Bonus credits bought/ })
  const cells = (row: Element) => [...row.children].map((cell) => cell.textContent)
  // A line by itself says on a narrow screen what others say in a column.
  const rows = within(table).getAllByRole('row').slice(1).map(cells)
  return rows.filter((row) => row.length > 1)
}

describe('bonus credits', () => {
  test('what is left, what a pack costs, and the receipts', async () => {
    await visit('/assistant')
    const bonus = within(await part())
    await bonus.findByText('1,000 bonus credits left.')
    const packs = within(bonus.getByRole('list', { name: 'Packs to buy' })).getAllByRole('listitem')
    expect(packs.map((pack) => pack.textContent)).toEqual([
      '1,000 credits$10 assumed',
      '5,000 credits$40 assumed',
    ])
    bonus.getByText('Only a Billing admin of the team can buy these.')
    expect(await history()).toEqual([['5 Nov, 21:00', 'Ben Novák', '1,000', '$10.00', '1,000']])
  })

  test('buying asks before: what it costs, when it is used, and that it never expires', async () => {
    const { user } = await visit('/assistant', { as: 'billing' })
    await user.click(await screen.findByRole('button', { name: 'Buy 5,000 credits' }))
    const dialog = within(
      await screen.findByRole('alertdialog', { name: 'Buy 5,000 Assistant credits for $40?' }),
    )
    dialog.getByText('$40 is charged once, for 5,000 bonus credits.')
    dialog.getByText('They are used after the monthly ones, and never expire.')
    dialog.getByRole('button', { name: /^assumed/ })
    await user.click(dialog.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(await history()).toHaveLength(1)
  })

  test('bought, they are there at once, with a receipt', async () => {
    const { user } = await visit('/assistant', { as: 'billing' })
    await user.click(await screen.findByRole('button', { name: 'Buy 5,000 credits' }))
    await user.click(await screen.findByRole('button', { name: 'Buy' }))
    await screen.findByText('5,000 bonus credits bought for $40.')
    await within(await part()).findByText('6,000 bonus credits left.')
    const [receipt, , sum] = await history()
    expect(receipt).toEqual(['21 Nov, 11:00', 'Ben Novák', '5,000', '$40.00', '5,000'])
    expect(sum).toEqual(['Left to use', '', '', '', '6,000'])
  })

  test('where the assistant is suspended, it goes on at once', async () => {
    const { user } = await visit('/assistant', { scenario: 'paused', as: 'billing' })
    await within(await part()).findByText('No bonus credits are left.')
    await user.click(await screen.findByRole('button', { name: 'Buy 1,000 credits' }))
    await screen.findByText(/^Work starts again at once\./)
    await user.click(await screen.findByRole('button', { name: 'Buy' }))
    await within(screen.getByRole('region', { name: 'Use in this cycle' })).findByText(
      'At the limit',
    )
  })

  test('an answer that was lost is asked for again, and bought once', async () => {
    const { user, world } = await visit('/assistant', { as: 'billing' })
    await user.click(await screen.findByRole('button', { name: 'Buy 1,000 credits' }))
    server.use(
      http.post(PURCHASES, async ({ request }) => {
        await world.fetch(request)
        server.resetHandlers(...server.listHandlers().slice(1))
        return diskFull()
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Buy' }))
    await screen.findAllByText('1,000 credits were not bought.')
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    await screen.findByText('1,000 bonus credits bought for $10.')
    await within(await part()).findByText('2,000 bonus credits left.')
  })

  test('there are none on a page of what is not bought in packs, nor in a past cycle', async () => {
    await visit('/flows')
    await screen.findByRole('table', { name: 'Charges, newest first' })
    expect(screen.queryByRole('region', { name: 'Bonus credits' })).toBeNull()
  })

  test('not loaded, the rest of the page stands', async () => {
    const { user, world } = await visit('/assistant')
    let fails = true
    server.use(http.get(PURCHASES, ({ request }) => (fails ? diskFull() : world.fetch(request))))
    const bonus = within(await part())
    await bonus.findByText('The disk is full.')
    fails = false
    await user.click(bonus.getByRole('button', { name: 'Try again' }))
    await bonus.findByText('1,000 bonus credits left.')
  })
})
