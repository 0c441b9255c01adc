import { because, systemFault } from './import/system-fault.ts'
import { type SafeError, safeError } from './log.ts'
import { OperatorError } from './operator-error.ts'

/** Exit code of a command that could not do its work at all. */
const COULD_NOT_RUN = 2
const FAILED = 1

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
  return traceOf(safeError(error))
}

/** What nothing took care of ends the process, as it would by itself; but without what it carries. */
export function endOnFailure(): void {
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${describe(error)}\n`, () => process.exit(FAILED))
  })
}

function traceOf({ name, message, stack = [], cause }: SafeError): string {
  const lines = [`${name}: ${message}`, ...stack.map((place) => `    ${place}`)]
  return cause ? `${lines.join('\n')}\n  because of ${traceOf(cause)}` : lines.join('\n')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
