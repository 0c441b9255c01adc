import { z } from 'zod'
import { SCENARIOS } from '#shared/demo/scenarios.ts'
import { FAULTS } from './world.ts'

export const CLOCKS = [0, 1, 7, 14, 31] as const

const optionsSchema = z.object({
  scenario: z.enum(SCENARIOS).catch('example'),
  /** It goes into a header: what can't is nobody. */
  as: z
    .string()
    .max(200)
    .regex(/^[\w.:@/-]+$/)
    .optional()
    .catch(undefined),
  fault: z.enum(FAULTS).catch('none'),
  days: z.coerce.number().int().min(0).max(400).catch(0),
})
export type PreviewOptions = z.infer<typeof optionsSchema>

const KEPT = 'headroom.preview'

type Kept = Pick<Storage, 'getItem' | 'setItem'>

/** What to preview: from the URL, then as chosen before in this tab, then everything at once. */
export function readOptions(url: URL, kept: Kept): PreviewOptions {
  const asked = Object.fromEntries(url.searchParams)
  const { as, ...others } = before(kept)
  return optionsSchema.parse({ ...others, ...(namesScenario(url) ? {} : { as }), ...asked })
}

/** A link to a scenario shows it to the viewer that it names, not to the one chosen before. */
export function namesScenario(url: URL): boolean {
  return url.searchParams.has('scenario')
}

/** The page's own address: what is chosen in the bar is not undone by a link when it is reloaded. */
export function withoutOptions(url: URL): URL {
  const own = new URL(url)
  for (const name of Object.keys(optionsSchema.shape)) own.searchParams.delete(name)
  return own
}

export function keepOptions(options: PreviewOptions, kept: Kept): void {
  kept.setItem(KEPT, JSON.stringify(options))
}

function before(kept: Kept): Record<string, unknown> {
  try {
    return z
      .record(z.string(), z.unknown())
      .catch({})
      .parse(JSON.parse(kept.getItem(KEPT) ?? '{}'))
  } catch {
    return {}
  }
}
