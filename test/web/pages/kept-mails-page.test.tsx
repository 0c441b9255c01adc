import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

test('a mail opens to its text; its HTML is shown where it can do nothing', async () => {
  const { user } = await visit('/kept-mails')
  const list = within(await screen.findByRole('region', { name: /^Mails of all teams/ }))
  const [mail] = list.getAllByRole('button', { name: /^Tidewater Labs/ })
  expect(mail?.textContent).toMatch(/To .+ <\S+@\S+>, Tidewater Labs, 21 Nov/)
  await user.click(mail ?? document.body)
  list.getByText(/See it in Headroom: http:\/\/localhost\//)
  expect(screen.queryByTitle(/^The HTML of: /)).toBeNull()
  await user.click(list.getByRole('button', { name: 'Show the HTML' }))
  const frame = screen.getByTitle(/^The HTML of: /)
  expect(frame.getAttribute('sandbox')).toBe('')
  expect(frame.getAttribute('srcdoc')).toContain('<a href="http://localhost/')
  await user.click(list.getByRole('button', { name: 'Hide the HTML' }))
  expect(screen.queryByTitle(/^The HTML of: /)).toBeNull()
})

test('the operator finds them from the delivery log, nobody else', async () => {
  const { user } = await visit('/deliveries', { as: 'admin' })
  await user.click(await screen.findByRole('link', { name: 'Kept mails of all teams' }))
  await screen.findByRole('heading', { level: 1, name: 'Kept mails' })
})

test('looking as Billing, one finds no way there', async () => {
  await visit('/deliveries', { as: 'billing' })
  await screen.findByRole('link', { name: 'Your inbox' })
  expect(screen.queryByRole('link', { name: 'Kept mails of all teams' })).toBeNull()
})

test('asked for by somebody else, the page says who can read them', async () => {
  await visit('/kept-mails', { as: 'billing' })
  await screen.findByText(/Only the operator of this server can do this\./)
})
