import { OperatorError } from './operator-error.ts'

/** Exit code of a command that could not do its work at all. */
const COULD_NOT_RUN = 2

/** Runs a command: what the operator can mend is said in a sentence, a bug with its trace. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    const text = error instanceof OperatorError ? error.message : describe(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = COULD_NOT_RUN
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
