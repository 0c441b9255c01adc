import type { TestContext } from 'vitest'
import { CannotRun } from './fault.ts'

/** Runs a fault as a test; where this machine can't, the test says so. */
export async function held(context: TestContext, run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof CannotRun) context.skip(error.message)
    throw error
  }
}
