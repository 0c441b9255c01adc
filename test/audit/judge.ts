import { z } from 'zod'

export type Verdict =
  | { kind: 'clean'; known: number }
  /** Something that is known to be unsafe, and by how much. */
  | { kind: 'unsafe'; packages: string[] }
  /** Nobody could be asked: that is no fault of what was checked. */
  | { kind: 'not-checked'; why: string }

const SEVERITIES = ['high', 'critical'] as const

/** What `npm audit --json` says where the registry answers, and where it doesn't. */
const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string() })),
  metadata: z.object({ vulnerabilities: z.object({ total: z.number() }) }),
})
const failureSchema = z.object({
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().nullish() }).optional(),
})

export function judge(said: string): Verdict {
  const json = parsed(said)
  const report = reportSchema.safeParse(json)
  if (!report.success) return { kind: 'not-checked', why: whyOf(json) }
  const { vulnerabilities, metadata } = report.data
  const packages = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => SEVERITIES.some((each) => each === severity))
    .map(([name, { severity }]) => `${name} (${severity})`)
  if (packages.length > 0) return { kind: 'unsafe', packages }
  return { kind: 'clean', known: metadata.vulnerabilities.total }
}

function whyOf(json: unknown): string {
  const { statusCode, error } = failureSchema.safeParse(json).data ?? {}
  if (statusCode !== undefined) return `the registry answers ${statusCode} when it is asked`
  return `the registry can’t be asked${error?.code ? ` (${error.code})` : ''}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
