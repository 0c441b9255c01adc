import { readJsonFile } from '../json-file.ts'
import { OperatorError } from '../operator-error.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { because } from './system-fault.ts'

/** @throws OperatorError naming each fault of the file, and where it is. */
export async function readMapping(path: string): Promise<Mapping> {
  const parsed = parseMapping(await readJson(path))
  if (parsed.ok) return parsed.mapping
  const faults = parsed.faults.map((fault) => `${fault.path}: ${fault.message}`)
  throw new OperatorError(`The mapping ${path} is not right:\n  ${faults.join('\n  ')}`)
}

async function readJson(path: string): Promise<unknown> {
  try {
    return await readJsonFile(path)
  } catch (error) {
    const why = error instanceof SyntaxError ? `it is no JSON (${error.message})` : because(error)
    throw new OperatorError(`The mapping ${path} can't be read: ${why}.`, { cause: error })
  }
}
