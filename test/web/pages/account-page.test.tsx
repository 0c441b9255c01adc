import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

async function ownKeys() {
  return within(await screen.findByRole('region', { name: /^Your keys for / }))
}

test('a member makes a key of their own for as long as they say, and revokes it', async () => {
  const { user } = await visit('/account', { as: 'member', scenario: 'healthy' })
  const keys = await ownKeys()
  await user.click(await keys.findByRole('button', { name: 'Make a key' }))
  keys.getByText('Give it a name, so that it is found again.')
  await user.type(keys.getByRole('textbox', { name: 'What it is for' }), 'My script')
  await user.click(keys.getByRole('button', { name: 'Make a key' }))
  const secret = await keys.findByText(/^hrp_[0-9a-f]{16}_[\w-]{43}$/)
  await keys.findByText(/^Never used, works until 19 Feb/)
  await user.click(keys.getByRole('button', { name: 'I have kept it' }))
  expect(document.body.textContent).not.toContain(secret.textContent)
  await user.click(keys.getByRole('button', { name: 'Revoke My script' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Revoke My script?' }))
  await user.click(dialog.getByRole('button', { name: 'Revoke' }))
  await screen.findByText('The key My script is revoked.')
  await waitFor(() => expect(keys.queryByRole('listitem')).toBeNull())
})

test('where nobody signs in there is neither a session nor a password', async () => {
  await visit('/account', { as: 'member', scenario: 'healthy' })
  await ownKeys()
  expect(screen.queryByRole('region', { name: 'Password' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Sign out' })).toBeNull()
})

test('a team is made by whoever looks after the server', async () => {
  await visit('/new-team', { as: 'admin', scenario: 'healthy' })
  await screen.findByRole('heading', { name: 'Teams are made by the operator' })
})

test('a key of one’s own takes the focus when it is made, until it is kept', async () => {
  const { user } = await visit('/account', { as: 'member', scenario: 'healthy' })
  const part = await screen.findByRole('region', { name: /^Your keys for / })
  const keys = within(part)
  await user.type(keys.getByRole('textbox', { name: 'What it is for' }), 'My script{Enter}')
  const copy = await keys.findByRole('button', { name: 'Copy' })
  await waitFor(() => expect(document.activeElement).toBe(copy))
  await user.click(keys.getByRole('button', { name: 'I have kept it' }))
  expect(document.activeElement).toBe(part)
})
