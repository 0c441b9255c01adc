import { readFile } from 'node:fs/promises'

// Drops the mark that some editors begin a file with; bytes that are no text are refused.
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** @throws SyntaxError when it is no JSON, TypeError when it is no UTF-8 */
export async function readJsonFile(path: string): Promise<unknown> {
  return JSON.parse(UTF8.decode(await readFile(path)))
}
