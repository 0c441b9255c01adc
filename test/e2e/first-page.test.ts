import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'

const server = serverForTests()
const browser = browserForTests()
const opened: BrowserContext[] = []

afterEach(async () => {
  for (const context of opened.splice(0)) await context.close()
})

/** A page of which nothing changes once it is there, and all that it asks for. */
async function watched(): Promise<{ page: Page; asked: string[] }> {
  const context = await browser().newContext({ baseURL: server.address() })
  opened.push(context)
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.route('**/events-stream', (route) => route.fulfill({ status: 404 }))
  return { page, asked }
}

describe('the first page', () => {
  it('has its figures and its chart on their way while its own scripts still are', async () => {
    const { page, asked } = await watched()
    const own = Promise.withResolvers<void>()
    await page.route('**/assets/base-*', async (route) => {
      await own.promise
      await route.continue()
    })
    await page.goto('/', { waitUntil: 'commit' })
    for (const early of [/\/session$/, /\/usage$/, /\/usage-page-.*js$/, /\/cycle-chart-.*js$/]) {
      await expect.poll(() => asked.filter((path) => early.test(path)).length).toBe(1)
    }
    own.resolve()
    await page.locator('figure svg path').first().waitFor()
    expect(asked.filter((path) => /\/(session|usage)$/.test(path))).toHaveLength(2)
  })

  it('is not loaded along with another', async () => {
    const { page, asked } = await watched()
    await page.goto('/team')
    await ready(page)
    expect(asked.filter((path) => path.endsWith('/session'))).toHaveLength(1)
    expect(asked.filter((path) => /usage|cycle-chart/.test(path))).toEqual([])
  })

  it.each([
    ['/embed', 'speaks for nobody yet', []],
    ['/sign-in', 'asks who is there itself', ['/api/v1/session']],
  ])('is not asked for at %s, which %s', async (path, _, own) => {
    const { page, asked } = await watched()
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(asked.filter((each) => /^.api|usage|cycle-chart/.test(each))).toEqual(own)
  })
})
