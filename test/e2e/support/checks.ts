import axe from 'axe-core'
import type { Page } from 'playwright-core'
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
  await page.waitForLoadState('networkidle')
}

/** What follows from a change of the window is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
  })
}
