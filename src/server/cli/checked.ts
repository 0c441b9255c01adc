import type { z } from 'zod'
import { faultsOf } from '#shared/contract/faults.ts'
import { OperatorError } from '../operator-error.ts'

/** What stands without a name on the command line. */
const POSITIONAL: Record<string, string> = {
  id: 'ID',
  team: 'TEAM',
  months: 'MONTHS',
  address: 'ADDRESS',
}

/** @throws OperatorError naming each argument that is wrong. */
export function checked<T>(schema: z.ZodType<T>, given: object): T {
  const parsed = schema.safeParse(given, { reportInput: true })
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error).map(({ path, message }) => {
    const name = /^\$\.(\w+)/.exec(path)?.[1] ?? ''
    return `${POSITIONAL[name] ?? `--${name}`}: ${message}`
  })
  throw new OperatorError([...new Set(faults)].join('\n'))
}
