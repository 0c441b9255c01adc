import { screen, within } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

async function flowsCard() {
  return within(await screen.findByRole('region', { name: 'Flows credits' }))
}

test('a Billing admin caps what pay-as-you-go costs, sees it stop, and takes the cap away', async () => {
  const { user } = await visit('/', { scenario: 'pay-as-you-go', as: 'billing' })
  const card = await flowsCard()
  await user.click(await card.findByRole('button', { name: 'Set a spend cap' }))
  const dialog = within(
    await screen.findByRole('alertdialog', { name: 'Spend cap for Flows credits' }),
  )
  const set = dialog.getByRole('button', { name: 'Set cap' })
  expect(set).toHaveProperty('disabled', true)
  const field = dialog.getByRole('textbox', { name: 'At most in each cycle, in USD' })
  await user.type(field, 'fifty')
  await dialog.findByText('Write an amount such as 50 or 49.50.')
  expect(set).toHaveProperty('disabled', true)
  await user.clear(field)
  await user.type(field, '1')
  await dialog.findByText(/are spent already: nothing more would be bought in this cycle\.$/)
  await user.click(set)
  await screen.findByText('Pay-as-you-go for Flows credits is capped at $1.00.')
  await card.findByText(/^The spend cap of \$1\.00 is reached: nothing more is bought until 2 Dec/)

  await user.click(card.getByRole('button', { name: 'Change cap' }))
  await user.click(await screen.findByRole('button', { name: 'Remove the cap' }))
  await screen.findByText('Pay-as-you-go for Flows credits has no spend cap.')
  await card.findByRole('button', { name: 'Set a spend cap' })
})

test('the key Enter sets it, and a refusal says that it is as it was', async () => {
  const { user } = await visit('/', { scenario: 'pay-as-you-go', as: 'billing' })
  server.use(http.put('*/api/v1/teams/:team/resources/:resource/spend-cap', diskFull))
  const card = await flowsCard()
  await user.click(await card.findByRole('button', { name: 'Set a spend cap' }))
  await user.type(await screen.findByRole('textbox', { name: /At most/ }), '500{Enter}')
  await screen.findAllByText('The spend cap for Flows credits is as it was.')
  await card.findByRole('button', { name: 'Set a spend cap' })
})

test('an Admin sees no way to change it', async () => {
  await visit('/', { scenario: 'pay-as-you-go', as: 'admin' })
  const card = await flowsCard()
  await card.findByRole('switch')
  expect(card.queryByRole('button', { name: 'Set a spend cap' })).toBeNull()
})
