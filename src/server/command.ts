import { because, systemFault } from './import/system-fault.ts'
import { OperatorError } from './operator-error.ts'

/** Exit code of a command that could not do its work at all. */
const COULD_NOT_RUN = 2

/** Runs a command: what the operator can mend is said in a sentence, a bug with its trace. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    process.exitCode = COULD_NOT_RUN
  }
}

function describe(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  // What the operating system refuses is the operator's to mend, too.
  if (systemFault(error)) return `It can't be done: ${because(error)} (${messageOf(error)})`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
