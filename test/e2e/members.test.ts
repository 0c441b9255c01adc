import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('members and their AI credits', () => {
  it('are searched from the first letter, and no letter is lost', async () => {
    const page = await visit('/ai-credits', { as: 'billing' })
    await ready(page)
    await matching(page, '24 members')
    const field = page.getByRole('searchbox', { name: 'Search members' })
    // As slow as the field's own pause, so that answers arrive between letters.
    await field.pressSequentially('kowal', { delay: 190 })
    await matching(page, '1 member')
    expect(await field.inputValue()).toBe('kowal')
    expect(await names(page)).toEqual(['Daniel Kowalski'])
    expect(new URL(page.url()).searchParams.get('search')).toBe('kowal')
  })

  it('a search, a filter and an order are in the address: a reload and the way back keep them', async () => {
    const page = await visit('/ai-credits', { as: 'billing' })
    await ready(page)
    await choose(page, 'State', 'Paused')
    await matching(page, '3 members')
    await page.getByRole('button', { name: 'Member' }).click()
    await page.getByRole('columnheader', { name: 'Member' }).and(sorted(page)).waitFor()
    const paused = ['Elif Laurent', 'Farid Vance', 'Greta Haddad']
    await expect.poll(() => names(page)).toEqual(paused)

    await page.reload()
    await ready(page)
    expect(await names(page)).toEqual(paused)

    await page.getByRole('link', { name: 'Flows' }).click()
    await page.getByRole('heading', { level: 1, name: 'Flows credits' }).waitFor()
    await page.goBack()
    await matching(page, '3 members')
    await expect.poll(() => names(page)).toEqual(paused)
  })

  it('of the team are removed by a button beside their name, on a phone as well', async () => {
    for (const width of [360, 1280]) {
      const page = await visit('/team', { as: 'admin', width })
      await ready(page)
      const remove = page.getByRole('button', { name: 'Remove Daniel Kowalski' })
      const [button, name] = await Promise.all(
        [remove, page.getByText('Daniel Kowalski', { exact: true })].map((each) =>
          each.boundingBox(),
        ),
      )
      if (!button || !name) throw new Error('not shown')
      expect(button.x).toBeGreaterThan(name.x + 100)
      expect(Math.abs(button.y + button.height / 2 - (name.y + name.height / 2))).toBeLessThan(30)
    }
  })

  it('sorts by each column both ways', async () => {
    const page = await visit('/ai-credits', { as: 'billing' })
    await ready(page)
    for (const [column, place] of [
      ['Used', 'descending'],
      ['Left', 'descending'],
      ['Percent', 'descending'],
      ['Cost', 'descending'],
      ['Member', 'ascending'],
    ] as const) {
      const head = page.getByRole('columnheader', { name: column })
      await head.getByRole('button').click()
      const first = await waitForSort(page, column)
      await head.getByRole('button').click()
      const second = await waitForSort(page, column)
      expect(new Set([first, second])).toEqual(new Set(['ascending', 'descending']))
      if (column !== 'Percent') expect(first, column).toBe(place)
    }
  })

  it('several are chosen and switched in one decision, and back', async () => {
    const page = await visit('/ai-credits?state=paused', { as: 'billing' })
    await ready(page)
    await matching(page, '3 members')
    for (const name of ['Elif Laurent', 'Greta Haddad']) {
      await page.getByRole('checkbox', { name: `Choose ${name}` }).click()
    }
    await page.getByText('2 members chosen').waitFor()
    await page.getByRole('button', { name: 'Turn pay-as-you-go on' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Work starts again at once for').waitFor()
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('Pay-as-you-go on AI credits for 2 members is on.').waitFor()
    await matching(page, '1 member')
    expect(await names(page)).toEqual(['Farid Vance'])

    await page.getByRole('button', { name: 'Undo' }).click()
    await matching(page, '3 members')
    await page.reload()
    await matching(page, '3 members')
  })
})

async function matching(page: Page, words: string): Promise<void> {
  await page.getByRole('search').getByText(words, { exact: true }).waitFor()
}

async function names(page: Page): Promise<string[]> {
  const heads = await page.getByRole('rowheader').all()
  return Promise.all(
    heads.map(async (head) => (await head.locator('span').first().textContent()) ?? ''),
  )
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

function sorted(page: Page) {
  return page.locator('[aria-sort=ascending], [aria-sort=descending]')
}

async function waitForSort(page: Page, column: string): Promise<string | null> {
  const head = page.getByRole('columnheader', { name: column }).and(sorted(page))
  await head.waitFor()
  return head.getAttribute('aria-sort')
}
