import { type ParseArgsConfig, parseArgs } from 'node:util'
import { StoreUnavailable } from '#api/ports.ts'
import { runCommand } from '../command.ts'
import { systemFault } from '../import/system-fault.ts'
import { OperatorError } from '../operator-error.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** The arguments, or a sentence about them and how the command is used. */
export function readArguments<T extends Options>(options: T, usage: string) {
  try {
    return parseArgs({ options, allowPositionals: true, strict: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new OperatorError(`${why}\n\n${usage}`, { cause: error })
  }
}

/** Runs an operator's command: what goes wrong in the database is told as a sentence too. */
export async function runTool(main: () => Promise<void>): Promise<void> {
  await runCommand(async () => {
    try {
      await main()
    } catch (error) {
      throw toldToOperator(error)
    }
  })
}

function toldToOperator(error: unknown): unknown {
  if (error instanceof StoreUnavailable) {
    const sentence = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`
    return new OperatorError(sentence, { cause: error })
  }
  const fault = systemFault(error)
  if (fault === undefined || !(error instanceof Error)) return error
  return new OperatorError(`It can't be done: ${fault} (${error.message}).`, { cause: error })
}
