import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

async function log() {
  return within(await screen.findByRole('table', { name: 'Deliveries, newest first' }))
}

test('a line opens to what was said and how it went, and is sent again', async () => {
  const { user } = await visit('/deliveries?channel=mail', { as: 'billing' })
  const table = await log()
  const [row] = table.getAllByRole('row').slice(1)
  within(row ?? document.body).getByRole('cell', { name: 'Kept, not sent' })
  await user.click(within(row ?? document.body).getByRole('button'))
  await table.findByText(/An example team’s mails are not sent\./)
  table.getByText(/^(A Billing admin can|Allowances renew|Your allowance renews)/)
  await user.click(table.getByRole('button', { name: 'Send again' }))
  await screen.findByText(/^It is on its way to .+ again$/)
})

test('outcome and way narrow the log, and are in the address', async () => {
  const { user, address } = await visit('/deliveries', { as: 'admin' })
  await log()
  await user.click(screen.getByRole('combobox', { name: 'Outcome' }))
  await user.click(await screen.findByRole('option', { name: 'Given up' }))
  await screen.findByText('No delivery matches')
  await waitFor(() => expect(address()).toBe('/deliveries?state=dead'))
})

test('a test mail is a line of the log', async () => {
  const { user } = await visit('/deliveries?channel=mail', { as: 'billing' })
  await log()
  await user.click(screen.getByRole('button', { name: 'Send a test mail' }))
  await screen.findByText('A test mail is on its way to you')
  await screen.findByRole('button', { name: /^A test from Headroom for / })
})

test('a webhook is added, shows its secret once, is turned off and removed', async () => {
  const { user } = await visit('/deliveries', { as: 'admin' })
  const section = within(await screen.findByRole('region', { name: 'Webhooks' }))
  await section.findByText('There is none yet.')
  const field = section.getByRole('textbox', { name: 'Address of a new webhook' })
  await user.type(field, 'hooks.acme.example')
  await user.click(section.getByRole('button', { name: 'Add webhook' }))
  expect((await section.findByRole('alert')).textContent).toMatch(/absolute http or https URL/)
  await user.clear(field)
  await user.type(field, 'https://hooks.acme.example/x{Enter}')
  expect((await section.findByText(/^whsec_/)).textContent).toHaveLength(38)
  const on = await section.findByRole('switch', { name: 'Send to https://hooks.acme.example/x' })
  await user.click(on)
  await section.findByText('Off.')
  await user.click(section.getByRole('button', { name: /^Remove https/ }))
  await user.click(await screen.findByRole('button', { name: 'Remove it' }))
  await section.findByText('There is none yet.')
})

test('a member is told who can see it', async () => {
  await visit('/deliveries', { as: 'member' })
  await screen.findAllByText(/for Admins and Billing admins/)
})
