import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const ALERTS = '*/api/v1/teams/:team/low-credit-alerts'

async function part() {
  await screen.findByRole('heading', { level: 1, name: 'Assistant credits' })
  await screen.findByRole('table', { name: 'Use by kind' })
  return within(await screen.findByRole('region', { name: 'Low-credit alerts' }))
}

describe('low-credit alerts', () => {
  test('are set in credits by keyboard, and removed', async () => {
    const { user } = await visit('/assistant', { scenario: 'healthy' })
    const alerts = await part()
    await alerts.findByText('No alert is set: nobody is told before the credits are used up.')
    await user.type(alerts.getByRole('textbox', { name: 'Tell us at' }), '1500{Enter}')
    await alerts.findByText('At 1,500 credits left')
    alerts.getByText('Reached')
    await user.click(alerts.getByRole('button', { name: 'Remove: At 1,500 credits left' }))
    await waitFor(() => expect(alerts.queryByText('At 1,500 credits left')).toBeNull())
  })

  test('or in percent, which says how many credits that is', async () => {
    const { user } = await visit('/assistant', { scenario: 'healthy', as: 'billing' })
    const alerts = await part()
    await user.click(await alerts.findByRole('combobox', { name: 'Of what' }))
    await user.click(await screen.findByRole('option', { name: '% of the monthly credits' }))
    await user.type(alerts.getByRole('textbox', { name: 'Tell us at' }), '20{Enter}')
    await alerts.findByText('At 20 % of the monthly credits left, which is 100')
  })

  test('what is no amount, or set already, is said', async () => {
    const { user } = await visit('/assistant', { scenario: 'healthy' })
    const alerts = await part()
    const field = await alerts.findByRole('textbox', { name: 'Tell us at' })
    await user.type(field, '1.5{Enter}')
    alerts.getByText('Enter whole credits, 0 or more.')
    await user.clear(field)
    await user.type(field, '50{Enter}')
    await alerts.findByText('At 50 credits left')
    await user.type(field, '50{Enter}')
    alerts.getByText('This alert is set already, or there are ten.')
  })

  test('refused, they are as they were', async () => {
    const { user } = await visit('/assistant', { scenario: 'healthy' })
    const alerts = await part()
    const field = await alerts.findByRole('textbox', { name: 'Tell us at' })
    server.use(http.put(ALERTS, diskFull))
    await user.type(field, '50{Enter}')
    await screen.findAllByText('The alerts are as they were.')
    expect(alerts.queryByText('At 50 credits left')).toBeNull()
  })
})

describe('deployed flows', () => {
  async function rows() {
    const table = await screen.findByRole('table', { name: /^Deployed flows/ })
    const all = within(table).getAllByRole('row').slice(1)
    return all.map((row) => [...row.children].map((cell) => cell.textContent))
  }

  test('are active while there are credits', async () => {
    await visit('/flows', { scenario: 'healthy' })
    const states = (await rows()).map(([, state]) => state)
    expect(states).toHaveLength(5)
    expect(new Set(states)).toEqual(new Set(['Active']))
  })

  test('suspended, they say since when and until when; a switch resumes them at once', async () => {
    const { user } = await visit('/flows', { scenario: 'flows-suspended', as: 'billing' })
    const [first, below] = await rows()
    expect(first?.[1]).toBe('Suspended')
    expect(below).toEqual([`Since ${first?.[2]}`])
    expect(first?.[2]).toMatch(/^\d+ Nov, \d\d:\d\d, until 2 Dec, 00:00 Berlin/)
    await user.click(screen.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' }))
    const confirm = await screen.findByRole('button', { name: 'Turn on' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    await waitFor(async () => expect((await rows())[0]?.[1]).toBe('Active'))
  })

  test('there is none before one runs', async () => {
    await visit('/flows', { scenario: 'empty' })
    await screen.findByText('No flow is deployed')
  })
})

describe('on the first page', () => {
  test('one that fired says what is left, why it is told, and is dismissed as others are', async () => {
    const { user } = await visit('/')
    await user.click(await screen.findByRole('button', { name: /^Show \d more$/ }))
    const name = /^Dismiss: The team has [\d,]+ Assistant credits left, bonus credits included\.$/
    const button = await screen.findByRole('button', { name })
    expect(button.closest('li')?.textContent).toContain(
      'It asked to be told at 1,250. Nothing stops yet; bonus credits can be bought at any time.',
    )
    await user.click(button)
    expect(screen.queryByRole('button', { name })).toBeNull()
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await screen.findByRole('button', { name })
  })

  test('a Member is not told of the team’s balance', async () => {
    await visit('/', { as: 'member' })
    await screen.findByRole('region', { name: 'AI credits' })
    expect(screen.queryByText(/Assistant credits left/)).toBeNull()
  })
})
