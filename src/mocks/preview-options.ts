import { z } from 'zod'
import { SCENARIOS } from '#shared/demo/scenarios.ts'
import { FAULTS } from './world.ts'

export const CLOCKS = [0, 1, 7, 14] as const

const optionsSchema = z.object({
  scenario: z.enum(SCENARIOS).catch('example'),
  as: z.string().max(200).optional().catch(undefined),
  fault: z.enum(FAULTS).catch('none'),
  days: z.coerce.number().int().min(0).max(400).catch(0),
})
export type PreviewOptions = z.infer<typeof optionsSchema>

const KEPT = 'headroom.preview'

/** What to preview: from the URL, then as chosen before in this tab, then everything at once. */
export function readOptions(url: URL, kept: Storage): PreviewOptions {
  const asked = Object.fromEntries(url.searchParams)
  return optionsSchema.parse({ ...before(kept), ...asked })
}

export function keepOptions(options: PreviewOptions, kept: Storage): void {
  kept.setItem(KEPT, JSON.stringify(options))
}

function before(kept: Storage): Record<string, unknown> {
  try {
    return z
      .record(z.string(), z.unknown())
      .catch({})
      .parse(JSON.parse(kept.getItem(KEPT) ?? '{}'))
  } catch {
    return {}
  }
}
