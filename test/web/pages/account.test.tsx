import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, test } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const KEY = 'PMAK-0123456789abcdef'

async function part(name = 'Postman account') {
  return within(await screen.findByRole('region', { name }, { timeout: 10_000 }))
}

type Given = { key?: string; as?: string; mine?: boolean; now?: () => number }

async function connect({ key = KEY, as = 'admin', mine = false, now = () => NOW }: Given = {}) {
  const world = await createWorld({ scenario: 'example', now })
  const visited = await visit('/flows', { as, world })
  const { user } = visited
  const account = await part()
  await user.type(await account.findByLabelText('Postman API key'), key)
  if (mine) {
    const whose = account.getByRole('combobox', { name: 'AI credits that the key reports' })
    await user.click(whose)
    await user.click(await screen.findByRole('option', { name: /^AI credits: count as mine, / }))
  }
  await user.click(account.getByRole('button', { name: 'Connect' }))
  return { ...visited, account }
}

describe('the account at the provider', () => {
  test('is connected by its key, and shows what it says and when; never the key', async () => {
    const { account } = await connect()
    await account.findByText(/^It was read on 21 Nov, 11:00 Berlin/)
    const table = account.getByRole('table', { name: 'What the account at Postman says' })
    const rows = within(table)
      .getAllByRole('row')
      .map((row) => [...row.children].map((cell) => cell.textContent))
    expect(rows).toEqual([
      ['At Postman', 'Used', 'Limit'],
      ['Flows credits', '61', '100'],
      ['AI credits', '245', '400'],
      ['API calls', '61,250', '1,000,000'],
    ])
    account.getByText('Not counted here: mock_usage 1,470, file_storage_limit 1.25.')
    account.getByText('cdef')
    expect(document.body.innerHTML).not.toContain(KEY.slice(0, -4))
  })

  test('read again later, says what it counted', async () => {
    let now = NOW
    const { account, user } = await connect({ mine: true, now: () => now })
    await account.findByText(/AI credits that it reports are .*’s\. It is read next on/)
    now += 30 * MINUTE
    await user.click(account.getByRole('button', { name: 'Read now' }))
    await screen.findAllByText('Counted: API calls 62.')
    await user.click(account.getByRole('button', { name: 'Show the last readings' }))
    const readings = within(await account.findByRole('list', { name: 'The last readings' }))
    await readings.findByText('The first reading: what comes after it is counted.')
  })

  test('with a key that is not taken says so beside the field', async () => {
    const { account } = await connect({ key: 'PMAK-a-wrong-key-0000' })
    await account.findByText('Postman does not take this key. Nothing was kept.')
    account.getByRole('button', { name: 'Connect' })
  })

  test('with what is no key says so before it is sent', async () => {
    const { account } = await connect({ key: 'two words of a key' })
    await account.findByText('Enter the key alone: 16 or more characters without spaces.')
  })

  test('that can’t be read shows why, since when, and from when on again', async () => {
    const { account } = await connect({ key: 'PMAK-a-busy-key-0000' })
    await account.findByText('Not read')
    account.getByText(
      /^Postman asked to wait\. Reading has failed since 21 Nov, 11:00 Berlin.*\. It has not been read yet\.$/,
    )
    account.getByText(/It is read next on 21 Nov, 11:02 Berlin/)
  })

  test('is disconnected after a question', async () => {
    const { account, user } = await connect({ as: 'billing' })
    await user.click(await account.findByRole('button', { name: 'Disconnect' }))
    await user.click(await screen.findByRole('button', { name: 'Disconnect it' }))
    await account.findByText(/^No Postman account is connected\./)
    await waitFor(() => expect(account.queryByRole('table')).toBeNull())
  })

  test('asked for again too soon, says for how long', async () => {
    const { account, user } = await connect()
    await user.click(await account.findByRole('button', { name: 'Read now' }))
    await screen.findAllByText(/Ask again in 10 seconds\.$/)
  })

  test('of the assistant is Flowly’s', async () => {
    const { user } = await visit('/assistant')
    const account = await part('Flowly account')
    await user.type(await account.findByLabelText('Flowly API key'), `flowly-${KEY}{Enter}`)
    await account.findByRole('table', { name: 'What the account at Flowly says' })
    account.getByText('Monthly credits')
  })

  test('refused by the server, is as it was', async () => {
    server.use(http.post('*/api/v1/teams/:team/connections', diskFull))
    const world = await createWorld({ scenario: 'healthy', now: () => NOW })
    const { user } = await visit('/api-calls', { world })
    server.use(http.post('*/api/v1/teams/:team/connections', diskFull))
    const account = await part()
    await user.type(await account.findByLabelText('Postman API key'), `${KEY}{Enter}`)
    await account.findByText('The disk is full.')
  })
})
