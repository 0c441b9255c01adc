import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const LIMIT = '*/api/v1/teams/:team/servers/:server/limit'

async function part() {
  await screen.findByRole('heading', { level: 1, name: 'Assistant credits' })
  await screen.findByRole('table', { name: 'Use by kind' })
  return screen.findByRole('region', { name: 'Servers' })
}

async function row(name: RegExp) {
  return within(await part()).findByRole('row', { name })
}

const HELPER = /^Docs helper/

describe('servers', () => {
  test('use today, the limit in a word and a meter, and the trend with its table', async () => {
    const { user } = await visit('/assistant')
    const helper = within(await row(HELPER))
    helper.getByText('1 of 12 today')
    expect(helper.getByRole('meter', { name: 'Daily limit of Docs helper' })).toBeTruthy()
    const most = helper.getByRole('img', { name: /^At most \d+ credits on one day$/ })
    await user.click(screen.getByRole('button', { name: 'Show the 14 days as a table' }))
    const table = screen.getByRole('table', { name: /on the last 14 days$/ })
    const days = within(table).getAllByRole('row').slice(1)
    expect(days).toHaveLength(14)
    expect(days[0]?.textContent).toMatch(/^Sat 21 Nov/)
    const ofHelper = days.map((day) =>
      Number.parseInt(day.children[column(table)]?.textContent ?? '', 10),
    )
    expect(most.getAttribute('aria-label')).toBe(
      `At most ${Math.max(...ofHelper)} credits on one day`,
    )
  })

  test('a limit is set by keyboard alone, at once, and can be undone', async () => {
    const { user } = await visit('/assistant')
    const button = within(await row(HELPER)).getByRole('button', { name: 'Change: Docs helper' })
    button.focus()
    await user.keyboard('{Enter}')
    const field = await screen.findByRole('textbox', { name: 'Credits a day' })
    expect(document.activeElement).toBe(field)
    await user.clear(field)
    await user.keyboard('1{Enter}')
    await within(await row(HELPER)).findByText('1 of 1 today')
    within(await row(HELPER)).getByText(
      /^No new runs until .+ Berlin.*\. A higher limit lifts this at once\.$/,
    )
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Change: Docs helper')
    await screen.findByText('Docs helper may use 1 credit a day.')
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await within(await row(HELPER)).findByText('1 of 12 today')
  })

  test('Escape leaves it as it was; what is no amount is said, and nothing is sent', async () => {
    const { user } = await visit('/assistant')
    await user.click(within(await row(HELPER)).getByRole('button', { name: 'Change: Docs helper' }))
    await user.clear(screen.getByRole('textbox', { name: 'Credits a day' }))
    await user.keyboard('1.5{Enter}')
    screen.getByText('Enter whole credits, 0 or more.')
    await user.keyboard('{Escape}')
    within(await row(HELPER)).getByText('1 of 12 today')
  })

  test('a limit is taken away, and a server without one is given one', async () => {
    const { user } = await visit('/assistant', { as: 'billing' })
    await user.click(within(await row(HELPER)).getByRole('button', { name: 'Change: Docs helper' }))
    await user.click(screen.getByRole('button', { name: 'Remove' }))
    await within(await row(HELPER)).findByText('None')
    await screen.findByText('Docs helper has no daily limit.')
    await user.click(
      within(await row(HELPER)).getByRole('button', { name: 'Set limit: Docs helper' }),
    )
    await user.keyboard('0{Enter}')
    await within(await row(HELPER)).findByText('1 of 0 today')
  })

  test('it is seen before the server has answered, and goes back when it was refused', async () => {
    const { user } = await visit('/assistant')
    const change = async () =>
      user.click(within(await row(HELPER)).getByRole('button', { name: 'Change: Docs helper' }))
    await change()
    await user.clear(screen.getByRole('textbox', { name: 'Credits a day' }))
    const gate = Promise.withResolvers<void>()
    server.use(
      http.put(LIMIT, async () => {
        await gate.promise
        return diskFull()
      }),
    )
    await user.keyboard('30{Enter}')
    await within(await row(HELPER)).findByText('1 of 30 today')
    gate.resolve()
    await screen.findAllByText('The limit of Docs helper is as it was.')
    await waitFor(async () => within(await row(HELPER)).getByText('1 of 12 today'))
  })

  test('use with an own provider key is told apart: it took no credits', async () => {
    await visit('/assistant')
    await part()
    screen.getByText(/^\d+ uses with your own provider key, which took no credits\.$/)
  })

  test('without use there is no server', async () => {
    await visit('/assistant', { scenario: 'empty' })
    await screen.findByText('No server has used the assistant in the last 14 days')
  })
})

/** Where Docs helper stands among the servers. */
function column(table: HTMLElement): number {
  const heads = within(table).getAllByRole('columnheader')
  return heads.findIndex((head) => head.textContent === 'Docs helper')
}
