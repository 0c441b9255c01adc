import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A file of the project that a document names. */
export const PLACE = /`((?:src|test)\/[^`]+)`/g
const PROOF = /`(test\/[^`]+)` "([^"]+)"/g

/** Rows of a table, without its head: cells by themselves. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1))
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function placesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, path = '']) => path)
}

/** What is wrong with a cell of proofs, each a test's file and title: nothing, if all are there. */
export function faultsOfProofs(text: string): string[] {
  const proofs = [...text.matchAll(PROOF)]
  const faults: string[] = []
  if (proofs.length === 0) faults.push(`no proof: ${text}`)
  if (proofs.length !== placesIn(text).length) faults.push(`a file without a title: ${text}`)
  for (const [, file = '', title = ''] of proofs) {
    const isThere = existsSync(join(ROOT, file)) && read(file).includes(title)
    if (!isThere) faults.push(`${file} has no test "${title}"`)
  }
  return faults
}

export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path))
}
