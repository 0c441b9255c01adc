import axe from 'axe-core'
import type { Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

const violationsSchema = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string() })),
  }),
)

/** Where a popup catches the focus to lead it on; hidden from readers, it never keeps it. */
const CONTEXT = { exclude: ['[data-base-ui-focus-guard]'] }
const OPTIONS = { resultTypes: ['violations'] }

/** What axe finds, one line each: rule, place, and what would mend it. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // Playwright hands over values only: as text, nothing of the result is lost.
  const json = await page.evaluate<string>(
    `axe.run(${JSON.stringify(CONTEXT)}, ${JSON.stringify(OPTIONS)})
      .then((found) => JSON.stringify(found.violations))`,
  )
  return violationsSchema
    .parse(JSON.parse(json))
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary}`),
    )
}

/** By how many pixels the page is wider than its window: 0 where nobody has to scroll sideways. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}

/** The page with its figures: no part is loading any more. */
export async function ready(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => page.getByRole('status', { name: /^Loading/ }).count()).toBe(0)
}

/** The same, with its charts drawn and no request under way. */
export async function settled(page: Page): Promise<void> {
  await ready(page)
  let quiet = 0
  while (quiet < QUIET_LOOKS) {
    await page.waitForTimeout(LOOK_MS)
    quiet = underWay.get(page)?.size === 0 ? quiet + 1 : 0
  }
}

const LOOK_MS = 100
const QUIET_LOOKS = 5
const underWay = new WeakMap<Page, Set<Request>>()

/** Counts a page's requests, but for the stream that it follows its team by: that one never ends. */
export function watchRequests(page: Page): void {
  const requests = new Set<Request>()
  underWay.set(page, requests)
  page.on('request', (request) => {
    if (!request.url().endsWith('/events-stream')) requests.add(request)
  })
  page.on('requestfinished', (request) => requests.delete(request))
  page.on('requestfailed', (request) => requests.delete(request))
}

/** What follows from a change of the window is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
    // A colour may still be on its way to that of the other theme.
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

const THEMES = ['light', 'dark'] as const
const WIDTHS = [360, 1280]

/** In both themes, wide and narrow: without a violation, and without scrolling sideways. */
export async function expectAccessible(page: Page, except?: RegExp): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme })
      await drawn(page)
      const where = `${colorScheme}, ${width} px`
      expect.soft(await sidewaysScroll(page), where).toBe(0)
      const found = await axeViolations(page)
      expect.soft(except ? found.filter((each) => !except.test(each)) : found, where).toEqual([])
    }
  }
}
