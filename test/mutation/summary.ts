import { z } from 'zod'

const placeSchema = z.object({ line: z.int(), column: z.int() })
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          location: z.object({ start: placeSchema, end: placeSchema }),
        }),
      ),
    }),
  ),
})

export type Outcome = { killed: number; all: number; survivors: string[] }

const NOTICED = ['Killed', 'Timeout']
const UNNOTICED = ['Survived', 'NoCoverage']
const LONGEST = 100

/** What the tests noticed, and where they did not: what was there, and what took its place. */
export function summarize(report: unknown): Outcome {
  const outcome: Outcome = { killed: 0, all: 0, survivors: [] }
  for (const [file, { source, mutants }] of Object.entries(reportSchema.parse(report).files)) {
    const lines = source.split('\n')
    for (const { status, mutatorName, replacement = '', location } of mutants) {
      if (NOTICED.includes(status)) outcome.killed++
      if (![...NOTICED, ...UNNOTICED].includes(status)) continue
      outcome.all++
      if (!UNNOTICED.includes(status)) continue
      const { start, end } = location
      const line = lines[start.line - 1] ?? ''
      const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line
      const is = replacement.replaceAll(/\s+/g, ' ')
      const where = `${file}:${start.line}`
      outcome.survivors.push(`${where} ${mutatorName}: ${short(was)} → ${short(is)}`)
    }
  }
  return outcome
}

function short(text: string): string {
  return text.trim().slice(0, LONGEST)
}
