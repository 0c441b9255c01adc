import type { z } from 'zod'
import { jsonPath } from './json-path.ts'

/** One thing that is wrong in a file, where and why. */
export type Fault = { path: string; message: string }

/** All that is wrong, for a person to mend. Needs issues that report their input. */
export function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.flatMap(faultsOfIssue)
}

/** An unknown key is a fault of its own, at its own path: most often a misspelling. */
function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') {
    const missing = issue.code === 'invalid_type' && issue.input === undefined
    return [{ path: jsonPath(issue.path), message: missing ? 'is missing' : issue.message }]
  }
  return issue.keys.map((key) => ({
    path: jsonPath([...issue.path, key]),
    message: 'is not known here',
  }))
}
