import { screen, within } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

async function card() {
  return within(await screen.findByRole('region', { name: 'Mail about charges' }))
}

async function openDialog(user: Awaited<ReturnType<typeof visit>>['user']) {
  await user.click(await (await card()).findByRole('button', { name: 'Change' }))
  return within(await screen.findByRole('alertdialog', { name: 'Mail about charges' }))
}

const FIELD = 'When a cycle’s charges pass, in USD'

test('says what holds and that it is assumed; a Billing admin sets the team’s own and takes it back', async () => {
  const { user } = await visit('/invoices', { as: 'billing', scenario: 'healthy' })
  const line = await card()
  await line.findByText(/^Billing admins get one mail when .* charges pass \$50\./)
  line.getByRole('button', { name: /^assumed/ })
  const dialog = await openDialog(user)
  dialog.getByText('$0.00 charged in this cycle so far.')
  expect(dialog.queryByRole('button', { name: /default/ })).toBeNull()
  const field = dialog.getByRole('textbox', { name: FIELD })
  await user.clear(field)
  await user.type(field, '12.50')
  await user.click(dialog.getByRole('button', { name: 'Set threshold' }))
  await screen.findByText('Billing admins get a mail when a cycle’s charges pass $12.50.')
  await line.findByText(/ charges pass \$12\.50, as .+ set on 21 Nov\.$/)
  expect(line.queryByRole('button', { name: /^assumed/ })).toBeNull()

  await user.click(
    (await openDialog(user)).getByRole('button', { name: /^Use the default of \$50/ }),
  )
  await line.findByText(/ charges pass \$50\./)
})

test('says that the mail goes out at once where charges are past it, and that it did', async () => {
  const { user } = await visit('/invoices', { as: 'billing' })
  const dialog = await openDialog(user)
  const field = dialog.getByRole('textbox', { name: FIELD })
  await user.clear(field)
  await user.type(field, '1')
  await dialog.findByText(/ are charged already: the mail is sent at once\.$/)
  await user.type(field, '{Enter}')
  await (await card()).findByText(/In this cycle they got it at \$\d+\.\d\d\.$/)
})

test('a refusal says that it is as it was', async () => {
  const { user } = await visit('/invoices', { as: 'billing' })
  server.use(http.put('*/api/v1/teams/:team/charges-alert', diskFull))
  const dialog = await openDialog(user)
  await user.type(dialog.getByRole('textbox', { name: FIELD }), '{Enter}')
  await screen.findAllByText('The mail about charges is as it was.')
})
