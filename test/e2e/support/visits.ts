import type { Browser, ConsoleMessage, Page } from 'playwright-core'
import { afterEach, expect } from 'vitest'
import { watchRequests } from './checks.ts'

export type Visitor = {
  as?: 'admin' | 'billing' | 'member' | `member:${string}`
  theme?: 'light' | 'dark'
  width?: number
  /** A fault that the test brings about itself. */
  expects?: RegExp
}

const HEIGHT = 900
/** What is waited for comes at once; a busy machine may need its time. */
const PATIENCE_MS = 40_000

/**
 * Opens pages, each in a browser profile of its own. Whatever a page complains about on its console,
 * every policy violation and every request to somebody else fails the test.
 */
export function visitsOf(
  browser: () => Browser,
  address: () => string,
): (path: string, visitor?: Visitor) => Promise<Page> {
  const opened: Page[] = []
  const faults: string[] = []

  afterEach(async () => {
    const seen = faults.splice(0)
    for (const page of opened.splice(0)) await page.context().close()
    expect(seen).toEqual([])
  })

  return async (path, visitor = {}) => {
    const { theme = 'light', width = 1280, expects } = visitor
    const context = await browser().newContext({
      baseURL: address(),
      viewport: { width, height: HEIGHT },
      colorScheme: theme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      // Neither the team's zone nor a whole hour from it.
      timezoneId: 'Asia/Kathmandu',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    opened.push(page)
    watchRequests(page)
    watch(page, new URL(address()).origin, (fault) => {
      if (!expects?.test(fault)) faults.push(`${path}: ${fault}`)
    })
    if (visitor.as !== undefined) await viewAs(page, visitor.as)
    await page.goto(path)
    return page
  }
}

function watch(page: Page, origin: string, report: (fault: string) => void): void {
  page.on('console', (message) => {
    if (isComplaint(message)) report(`console ${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => report(`thrown: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    const isOwn = url.startsWith(`${origin}/`) || /^(data|blob):/.test(url)
    if (!isOwn) report(`asked somebody else: ${url}`)
  })
}

function isComplaint(message: ConsoleMessage): boolean {
  return ['error', 'warning', 'assert'].includes(message.type())
}

/** As the "view as" menu keeps it. */
async function viewAs(page: Page, as: string): Promise<void> {
  await page.addInitScript((who) => {
    const state = { theme: 'system', density: 'comfortable', viewAs: who }
    // Once: what the test chooses later stays.
    if (localStorage.getItem('headroom.view') === null)
      localStorage.setItem('headroom.view', JSON.stringify({ state, version: 0 }))
  }, as)
}
