import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()
afterEach(() => vi.restoreAllMocks())

const BILLING = { as: 'billing' }

async function rowsOf(name: string): Promise<string[][]> {
  const table = await screen.findByRole('table', { name })
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent ?? ''))
}

/** Stands for the browser's own folder of downloads. */
function downloads(): { name: string; bytes: Blob }[] {
  const files: { name: string; bytes: Blob }[] = []
  let bytes = new Blob()
  URL.createObjectURL = (blob) => {
    // Not of this window: what is fetched is Node's own.
    if ('text' in blob) bytes = blob
    return 'blob:here'
  }
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    files.push({ name: this.download, bytes })
  })
  return files
}

describe('invoices', () => {
  test('the draft so far with its figure, then the final ones by number', async () => {
    await visit('/invoices', BILLING)
    const rows = await rowsOf('Invoices, newest first')
    expect(rows.map(([cycle, name]) => [cycle, name])).toEqual([
      ['2 Nov – 1 Dec', 'Draft, so far'],
      ['2 Oct – 1 Nov', 'tidewater-0004'],
      ['2 Sep – 1 Oct', 'tidewater-0003'],
      ['2 Aug – 1 Sep', 'tidewater-0002'],
      ['2 Jul – 1 Aug', 'tidewater-0001'],
    ])
    const next = screen.getByRole('region', { name: 'This cycle so far' })
    expect(next.textContent).toContain(rows[0]?.[3])
    expect(next.textContent).toContain('It grows with the charges until 3 Dec, 00:00 Berlin')
  })

  test('once the clock is past the end and the grace, the draft has a number', async () => {
    const world = await createWorld({ scenario: 'example', now: () => NOW, daysAhead: 14 })
    await visit('/invoices', { ...BILLING, world })
    const [first] = await rowsOf('Invoices, newest first')
    expect(first?.slice(0, 2)).toEqual(['2 Nov – 1 Dec', 'tidewater-0005'])
    screen.getByText('Nothing is to be paid for this cycle so far.')
  })

  test('a team without charges is told what begins an invoice', async () => {
    await visit('/invoices', { ...BILLING, scenario: 'healthy' })
    await screen.findByText('There is nothing to pay')
    expect(screen.queryByRole('table')).toBeNull()
  })

  test.each(['admin', 'member'])('to %s it says who can see them', async (as) => {
    await visit('/invoices', { as })
    await screen.findByRole('heading', { level: 1, name: 'Invoices are for Billing admins' })
    expect(screen.queryByRole('link', { name: 'Invoices' })).toBeNull()
  })

  test('a download that fails is said, and nothing is saved', async () => {
    const { user } = await visit('/invoices', BILLING)
    await screen.findByRole('table')
    await user.click(screen.getByRole('link', { name: '2 Oct – 1 Nov' }))
    await screen.findByRole('heading', { level: 1, name: 'Invoice tidewater-0004' })
    server.use(http.get('*/invoices/:file', () => diskFull()))
    const files = downloads()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    await screen.findAllByText('The invoice was not downloaded')
    expect(files).toEqual([])
  })
})

describe('one invoice', () => {
  test('its lines sum to the total, and each leads to its charges', async () => {
    const { user, address } = await visit('/invoices/2026-11-02', BILLING)
    await screen.findByRole('heading', { level: 1, name: 'Draft invoice' })
    const rows = await rowsOf('Lines of the invoice')
    const amounts = rows.map((row) => Number(row.at(-1)?.replace(/[$,]/g, '')))
    const total = amounts.pop()
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(total ?? 0, 9)
    await user.click(screen.getByRole('link', { name: /^Flows credits, \d+ blocks? of 1,000$/ }))
    await waitFor(() => {
      expect(address()).toBe('/flows?cycle=2026-11-02&bought=1000x10000000&late=no#charges')
    })
    await screen.findByRole('button', { name: 'Remove: Bought at $10 for each 1,000 credits' })
    await screen.findByText(/^\d+ charges?, .* in all, newest first$/)
  })

  test('is downloaded under its number', async () => {
    const files = downloads()
    const { user } = await visit('/invoices/2026-10-02', BILLING)
    await user.click(await screen.findByRole('button', { name: 'Download CSV' }))
    await waitFor(() => expect(files.map(({ name }) => name)).toEqual(['tidewater-0004.csv']))
    const text = await files[0]?.bytes.text()
    expect(text).toContain('tidewater-0004,final,Tidewater Labs,')
  })

  test('and what is behind it, too', async () => {
    const files = downloads()
    const { user } = await visit('/invoices/2026-10-02', BILLING)
    await user.click(await screen.findByRole('button', { name: 'FOCUS 1.2' }))
    await waitFor(() => {
      expect(files.map(({ name }) => name)).toEqual(['tidewater-2026-10-02-focus.csv'])
    })
  })

  test('of a cycle without any, says so', async () => {
    await visit('/invoices/2020-01-01', BILLING)
    await screen.findByRole('heading', { level: 1, name: 'There is no such invoice' })
  })
})
