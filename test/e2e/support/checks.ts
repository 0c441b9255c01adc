import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const violationsSchema = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string() })),
  }),
)

/** What axe finds, one line each: rule, place, and what would mend it. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // Playwright hands over values only: as text, nothing of the result is lost.
  const json = await page.evaluate<string>(
    'axe.run({ resultTypes: ["violations"] }).then((found) => JSON.stringify(found.violations))',
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

/** The page with its charts drawn and no request under way. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
}
