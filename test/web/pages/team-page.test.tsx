import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { createWorld, type World } from '#mocks/world.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { NOW, serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

/** Where people sign in, which the preview's server does not let them. */
function withInvitations(world: World): World {
  const invitation = {
    id: 'i1',
    email: 'cleo@example.com',
    roles: ['member'],
    invitedAt: NOW,
    invitedBy: 'Ada',
    expiresAt: NOW + DAY,
  }
  const fetch = async (request: Request) => {
    if (request.url.endsWith('/invitations')) {
      const isSent = request.method === 'POST'
      return Response.json(isSent ? invitation : { asOf: NOW, invitations: [] })
    }
    const response = await world.fetch(request)
    if (!request.url.includes('/api/v1/session')) return response
    const signedIn = { name: 'Ada', email: 'ada@example.com' }
    return Response.json({ ...(await response.json()), signedIn })
  }
  return { ...world, fetch }
}

async function region(name: string) {
  return within(await screen.findByRole('region', { name }))
}

test('an Admin gives a member a role, finds members, and can’t touch Billing', async () => {
  const { user } = await visit('/team', { as: 'admin', scenario: 'healthy' })
  const members = await region('Members')
  const [first] = await members.findAllByRole('group', { name: /^Roles of / })
  expect(within(first ?? document.body).getByRole('checkbox', { name: 'Billing' })).toHaveProperty(
    'disabled',
    true,
  )
  const rows = members.getAllByRole('listitem')
  const plain = rows.find((row) => {
    const box = within(row).getByRole('checkbox', { name: 'Admin' })
    return box instanceof HTMLInputElement && !box.checked && !box.disabled
  })
  if (!plain) throw new Error('nobody to make an Admin')
  const name = plain.querySelector('p')?.textContent ?? ''
  await user.click(within(plain).getByRole('checkbox', { name: 'Admin' }))
  await screen.findByText(new RegExp(`^${name} is Admin and .+ now\\.$`))

  await user.type(members.getByRole('searchbox', { name: 'Search members' }), 'nobody like this')
  await members.findByText('Nobody is found by that.')
})

test('removing a member is asked first, and says what stays', async () => {
  const { user } = await visit('/team', { as: 'admin', scenario: 'healthy' })
  const members = await region('Members')
  const removes = await members.findAllByRole('button', { name: /^Remove / })
  const open = removes.find((button) => button instanceof HTMLButtonElement && !button.disabled)
  if (!open) throw new Error('nobody to remove')
  const name = (open.getAttribute('aria-label') ?? '').replace('Remove ', '')
  await user.click(open)
  const dialog = within(await screen.findByRole('alertdialog', { name: `Remove ${name}?` }))
  dialog.getByText(/ and their own keys stop working\. Service keys that they made go on, /)
  dialog.getByText(/What they used stays in every total\.$/)
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  await screen.findByText(new RegExp(`^${name} is no longer in `))
  await waitFor(() => expect(members.queryByRole('button', { name: `Remove ${name}` })).toBeNull())
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Members' }))
})

test('a key that opens the dashboard gives what its maker may give, and says so', async () => {
  const { user } = await visit('/team', { as: 'admin', scenario: 'healthy' })
  const keys = await region('Service keys')
  await user.click(await keys.findByRole('checkbox', { name: 'Open the dashboard for members' }))
  await user.click(keys.getByRole('checkbox', { name: 'Send usage events' }))
  const roles = within(keys.getByRole('group', { name: 'Roles that it gives at most' }))
  const state = (name: string) => {
    const box = roles.getByRole('checkbox', { name })
    return box instanceof HTMLInputElement ? [box.checked, box.disabled] : []
  }
  expect([state('Admin'), state('Billing'), state('Member')]).toEqual([
    [true, false],
    [false, true],
    [true, false],
  ])
  await user.type(keys.getByRole('textbox', { name: 'What it is for' }), 'Portal')
  await user.click(keys.getByRole('button', { name: 'Make a key' }))
  await keys.findByText(/^hrs_[0-9a-f]{16}_[\w-]{43}$/)
  await keys.findByText(/May open the dashboard for members\. It gives Admin and Member at most\./)
})

test('a key is shown once, can be replaced, and is revoked after a question', async () => {
  const { user } = await visit('/team', { as: 'admin', scenario: 'healthy' })
  const keys = await region('Service keys')
  await user.click(await keys.findByRole('button', { name: 'Make a key' }))
  keys.getByText('Give it a name, so that it is found again.')
  await user.type(keys.getByRole('textbox', { name: 'What it is for' }), 'Runner')
  await user.type(keys.getByRole('textbox', { name: 'Source of its events' }), '/flows/')
  await user.click(keys.getByRole('button', { name: 'Make a key' }))
  const secret = await keys.findByText(/^hrs_[0-9a-f]{16}_[\w-]{43}$/)
  await user.click(keys.getByRole('button', { name: 'I have kept it' }))
  expect(screen.queryByText(secret.textContent ?? '')).toBeNull()
  await user.click(await keys.findByRole('button', { name: 'Replace Runner' }))
  await user.click(await keys.findByRole('button', { name: 'I have kept it' }))
  // The old one works on, and only the new one can be replaced.
  await keys.findByText(/works until .+\. Replaced: another key has its place\.$/)
  expect(keys.getAllByRole('button', { name: 'Replace Runner' })).toHaveLength(1)
  await user.click(keys.getAllByRole('button', { name: 'Revoke Runner' })[0] ?? document.body)
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Revoke Runner?' }))
  await user.click(dialog.getByRole('button', { name: 'Revoke' }))
  await screen.findByText('The key Runner is revoked.')
  // Its row goes with the button that had the focus.
  await waitFor(() =>
    expect(keys.getAllByRole('button', { name: 'Revoke Runner' })).toHaveLength(1),
  )
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Service keys' }))
})

test('a member is told whose page this is', async () => {
  await visit('/team', { as: 'member', scenario: 'healthy' })
  await screen.findByRole('heading', { name: 'Members and keys are for Admins' })
})

test('after an invitation the focus is in the emptied field, for the next', async () => {
  const world = await createWorld({ scenario: 'healthy', now: () => NOW })
  const { user } = await visit('/team', { world: withInvitations(world) })
  const invitations = await region('Invitations')
  const field = () => invitations.getByRole('textbox', { name: 'E-mail address' })
  await user.type(field(), 'cleo@example.com{Enter}')
  await screen.findByText('An invitation is on its way to cleo@example.com.')
  await waitFor(() => expect(document.activeElement).toBe(field()))
  expect(field()).toHaveProperty('value', '')
})

test('a key that is made or replaced takes the focus, until it is kept', async () => {
  const { user } = await visit('/team', { as: 'admin', scenario: 'healthy' })
  const part = await screen.findByRole('region', { name: 'Service keys' })
  const keys = within(part)
  const focused = () => document.activeElement
  await user.click(await keys.findByRole('checkbox', { name: 'Ask for runs' }))
  await user.type(keys.getByRole('textbox', { name: 'Source of its events' }), '/flows/')
  await user.type(keys.getByRole('textbox', { name: 'What it is for' }), 'Runner{Enter}')
  const first = await keys.findByText(/^hrs_[0-9a-f]{16}_[\w-]{43}$/)
  await waitFor(() => expect(focused()).toBe(keys.getByRole('button', { name: 'Copy' })))
  expect(focused()?.getAttribute('aria-describedby')).toBe(first.previousElementSibling?.id)
  expect(keys.getByRole('textbox', { name: 'What it is for' })).toHaveProperty('value', '')
  expect(keys.getByRole('checkbox', { name: 'Ask for runs' })).toHaveProperty('checked', true)

  await user.click(await keys.findByRole('button', { name: 'Replace Runner' }))
  await waitFor(() => expect(keys.queryByText(first.textContent ?? '')).toBeNull())
  expect(focused()).toBe(keys.getByRole('button', { name: 'Copy' }))
  await user.click(keys.getByRole('button', { name: 'I have kept it' }))
  expect(focused()).toBe(part)
})

test('a key says so when it gives less, since its maker may no more or left', async () => {
  const world = await createWorld({ scenario: 'healthy', now: () => NOW })
  const key = { hint: 'hrs_…', createdAt: NOW, scopes: ['embed'], roles: ['admin', 'member'] }
  const listed = [
    { ...key, id: 'k1', name: 'Left', createdBy: 'Ada', gives: [], makerLeft: true },
    { ...key, id: 'k2', name: 'Less', createdBy: 'Bo', gives: ['member'], makerLeft: false },
    { ...key, id: 'k3', name: 'None', createdBy: 'Cleo', gives: [], makerLeft: false },
    { ...key, id: 'k4', name: 'All', createdBy: 'Dan', gives: key.roles, makerLeft: false },
  ]
  const fetch = async (request: Request) =>
    request.url.endsWith('/service-keys')
      ? Response.json({ asOf: NOW, keys: listed })
      : world.fetch(request)
  await visit('/team', { world: { ...world, fetch } })
  const keys = await region('Service keys')
  const rows = await keys.findAllByRole('listitem')
  expect(rows.map((row) => /Gives [^.]*\./.exec(row.textContent)?.[0])).toEqual([
    'Gives nothing since Ada left: replace it.',
    'Gives only Member since Bo may give no more: replace it.',
    'Gives nothing since Cleo may give none of this: replace it.',
    undefined,
  ])
})
