import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const DOCUMENT = readFileSync(join(ROOT, 'docs/seeds.md'), 'utf8')

/** `| sentence | `place` | `test` "title" |`; one that is not there yet says so in words. */
const ROWS = DOCUMENT.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what is said'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('there are rows for every system', () => {
  expect(ROWS.length).toBeGreaterThan(40)
})

test.each(
  ROWS.filter(([, , place = '']) => !place.startsWith('not yet')).map(
    (row) => [row[1], row] as const,
  ),
)('%s: lives and is proven where the table says', (_, [, , place = '', proof = '']) => {
  const path = /^`([^`]+)`$/.exec(place)?.[1] ?? ''
  expect(existsSync(join(ROOT, path)), path).toBe(true)
  const [, file = '', title = ''] = /^`([^`]+)` "(.+)"$/.exec(proof) ?? []
  expect(title).not.toBe('')
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(title)
})
