import { screen, waitFor, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const MEMBERS = '*/api/v1/teams/:team/resources/ai/members'

async function table(): Promise<HTMLElement> {
  return screen.findByRole('table', { name: 'Members and their AI credits' })
}

function names(of: HTMLElement): (string | undefined)[] {
  return within(of)
    .getAllByRole('rowheader')
    .map((cell) => cell.firstElementChild?.textContent ?? undefined)
}

describe('ready', () => {
  test('each row says used, left, percent, state and cost', async () => {
    await visit('/ai-credits')
    const row = await screen.findByRole('row', { name: /Hana Costa/ })
    expect(row.textContent).toMatch(/\d+ of 400/)
    expect(row.textContent).toContain('Close to the limit')
    expect(row.textContent).toContain('$0.00')
    within(row).getByRole('meter', { name: 'AI credits used by Hana Costa' })
    within(row).getByRole('switch', { name: 'Pay-as-you-go for Hana Costa' })
  })

  test('use with an own provider key is told beside what was used', async () => {
    await visit('/ai-credits')
    const row = (await screen.findByText('+ 21 × own key')).closest('tr')
    expect(row?.textContent).toMatch(/400 of 400 \+ 21 × own key.+Paused/)
  })

  test('how many rows there are is said, though few are drawn', async () => {
    await visit('/ai-credits')
    expect((await table()).getAttribute('aria-rowcount')).toBe('25')
    expect(screen.getByText('24 members')).toBeTruthy()
  })

  test('a pooled plan shows what each used of the pool', async () => {
    await visit('/ai-credits', { scenario: 'enterprise' })
    expect((await table()).textContent).toContain('of the team’s pool')
  })
})

test('a past cycle’s switches are locked, and say why', async () => {
  await visit('/ai-credits?cycle=2026-10-02', { as: 'billing' })
  await table()
  const [element] = screen.getAllByRole('switch')
  const reason = document.getElementById(element?.getAttribute('aria-describedby') ?? '')
  expect(reason?.textContent).toBe('This cycle is over. The open one can be switched.')
  expect(screen.queryByRole('checkbox')).toBeNull()
})

test('a past cycle says how far use came, and that it ended', async () => {
  const { user } = await visit('/ai-credits?cycle=2026-10-02', { as: 'billing' })
  expect((await table()).textContent).not.toMatch(/Paused|Open|On pay-as-you-go/)
  await screen.findByText(/The cycle ended/)
  await user.click(screen.getByRole('combobox', { name: 'State' }))
  const states = (await screen.findAllByRole('option')).map((option) => option.textContent ?? '')
  expect(states.join()).toMatch(/At the limit/)
  expect(states.join()).not.toMatch(/Paused|On pay-as-you-go/)
})

test('who was chosen can’t be switched beside a past cycle’s figures', async () => {
  const { user } = await visit('/ai-credits', { as: 'billing' })
  await user.click(await screen.findByRole('checkbox', { name: 'Choose Farid Vance' }))
  await screen.findByText('1 member chosen')
  await user.click(screen.getByRole('combobox', { name: 'Billing cycle' }))
  await user.click((await screen.findAllByRole('option'))[1] ?? document.body)
  await waitFor(() => expect(screen.queryByText('1 member chosen')).toBeNull())
})

describe('the address', () => {
  test('a search from its first letters on is in it, and can be shared', async () => {
    const { user, address } = await visit('/ai-credits')
    await table()
    await user.type(screen.getByRole('searchbox', { name: 'Search members' }), 'hana')
    await waitFor(() => expect(address()).toBe('/ai-credits?search=hana'))
    await waitFor(async () => expect(names(await table())).toEqual(['Hana Costa']))
  })

  test('a shared address opens the same view', async () => {
    await visit('/ai-credits?search=hana')
    await waitFor(async () => expect(names(await table())).toEqual(['Hana Costa']))
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'hana')
  })

  test('a column head sorts, the second time the other way round', async () => {
    const { user, address } = await visit('/ai-credits')
    const head = within(await table()).getByRole('button', { name: 'Member' })
    await user.click(head)
    await waitFor(() => expect(address()).toBe('/ai-credits?sort=name&order=asc'))
    await waitFor(async () => {
      const shown = names(await table())
      expect(shown).toEqual([...shown].sort())
    })
    await user.click(screen.getByRole('button', { name: 'Member' }))
    await waitFor(() => expect(address()).toBe('/ai-credits?sort=name&order=desc'))
  })

  test('a state narrows the rows; one that is none falls away', async () => {
    await visit('/ai-credits?state=paused')
    await waitFor(async () => expect(names(await table())).toHaveLength(3))
  })

  test('what is not understood is left out', async () => {
    const { address } = await visit('/ai-credits?state=asleep&sort=height')
    await table()
    expect(address()).toBe('/ai-credits')
  })
})

describe('not ready', () => {
  test('loading', async () => {
    await visit('/ai-credits')
    server.use(http.get(MEMBERS, () => delay('infinite')))
    await screen.findByRole('status', { name: 'Loading members' })
  })

  test('error, then tried again', async () => {
    const { world, user } = await visit('/ai-credits')
    let fails = true
    server.use(http.get(MEMBERS, ({ request }) => (fails ? diskFull() : world.fetch(request))))
    await screen.findByText('The disk is full.')
    fails = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await table()
  })

  test('nobody matches: the way back is one click', async () => {
    const { user } = await visit('/ai-credits?search=nobody-by-this-name')
    await screen.findByText('No member matches')
    await user.click(screen.getByRole('button', { name: 'Show all members' }))
    expect((await table()).getAttribute('aria-rowcount')).toBe('25')
  })
})

describe('by keyboard', () => {
  test('keys move from row to row, on the same control', async () => {
    const { user } = await visit('/ai-credits?sort=name&order=asc', { as: 'billing' })
    const members = within(await table())
    const inTurn = (role: 'switch' | 'checkbox') =>
      members.getAllByRole(role).filter((each) => each.closest('tbody'))
    const switches = inTurn('switch')
    expect(switches).toHaveLength(24)
    switches[0]?.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}')
    expect(document.activeElement).toBe(switches[1])
    await user.keyboard('{End}')
    expect(document.activeElement).toBe(switches[23])
    await user.keyboard('{Home}')
    expect(document.activeElement).toBe(switches[0])
    const boxes = inTurn('checkbox')
    boxes[0]?.focus()
    await user.keyboard('{ArrowDown} ')
    expect(document.activeElement).toBe(boxes[1])
    await screen.findByText('1 member chosen')
  })

  test('the table says which keys do', async () => {
    await visit('/ai-credits')
    const hint = document.getElementById((await table()).getAttribute('aria-describedby') ?? '')
    expect(hint?.textContent).toMatch(/^Up, Down, .* move between the rows/)
  })
})

describe('several at once', () => {
  test('the chosen are switched in one decision', async () => {
    const { user } = await visit('/ai-credits', { as: 'billing' })
    await user.click(await screen.findByRole('checkbox', { name: 'Choose Farid Vance' }))
    await user.click(screen.getByRole('checkbox', { name: 'Choose Greta Haddad' }))
    await screen.findByText('2 members chosen')
    await user.click(screen.getByRole('button', { name: 'Turn pay-as-you-go on' }))
    await screen.findByRole('alertdialog', {
      name: 'Turn on pay-as-you-go on AI credits for 2 members?',
    })
    const confirm = screen.getByRole('button', { name: 'Turn on' })
    await waitFor(() => expect(confirm).toHaveProperty('disabled', false))
    await user.click(confirm)
    await waitFor(async () => {
      const row = await screen.findByRole('row', { name: /Farid Vance/ })
      expect(row.textContent).toContain('On pay-as-you-go')
    })
  })

  test('nobody without the Billing role can choose', async () => {
    await visit('/ai-credits', { as: 'admin' })
    await table()
    expect(screen.queryByRole('checkbox')).toBeNull()
  })
})

test('a Member sees their own use here, not the members', async () => {
  await visit('/ai-credits', { as: 'member' })
  await screen.findByRole('table', { name: 'Charges, newest first' })
  expect(screen.queryByRole('table', { name: 'Members and their AI credits' })).toBeNull()
  await screen.findByText(/Your own use in Tidewater Labs/)
})
