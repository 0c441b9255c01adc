import { describe, expect, test } from 'vitest'
import { lines } from '#server/import/lines.ts'

async function linesOf(text: string, size = 64 * 1024) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }
  const found: { line: number; raw: string; tooLong: boolean }[] = []
  for await (const group of lines(chunks())) found.push(...group)
  return found
}

describe('lines of a file', () => {
  test('are numbered as an editor does, however the bytes come', async () => {
    for (const size of [1, 3, 1_000]) {
      expect(await linesOf('{"ä":1}\r\n\n  \n{"b":2}', size)).toEqual([
        { line: 1, raw: '{"ä":1}', tooLong: false },
        { line: 4, raw: '{"b":2}', tooLong: false },
      ])
    }
  })

  test('that are too long are shown in part, and the next one is whole', async () => {
    for (const size of [64 * 1024, 1_000_000]) {
      expect(await linesOf(`a\n${'x'.repeat(600_000)}\nb\n`, size)).toEqual([
        { line: 1, raw: 'a', tooLong: false },
        { line: 2, raw: 'x'.repeat(2_000), tooLong: true },
        { line: 3, raw: 'b', tooLong: false },
      ])
    }
  })
})
