import { describe, expect, test } from 'vitest'
import { csvLine, streamOf } from '#api/exports/csv.ts'
import { isoTime, moneyText } from '#api/exports/texts.ts'

describe('a line of CSV', () => {
  test.each([
    [['a', 1, true, undefined], 'a,1,true,\r\n'],
    [['a,b', 'say "so"', 'two\nlines'], '"a,b","say ""so""","two\nlines"\r\n'],
    [['=1+1', '+1', '-1', '@x', '\tx'], "'=1+1,'+1,'-1,'@x,'\tx\r\n"],
    [['\rx'], `"'\rx"\r\n`],
    [['=HYPERLINK("http://x","y")'], `"'=HYPERLINK(""http://x"",""y"")"\r\n`],
    [['a=1', -0.005, 'Ćosić 🙂'], 'a=1,-0.005,Ćosić 🙂\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line)
  })
})

describe('money in a file', () => {
  test.each([
    [0, 0, '0'],
    [0, 2, '0.00'],
    [35_000, 0, '0.035'],
    [1, 0, '0.000001'],
    [10_000_000, 0, '10'],
    [10_500_000, 2, '10.50'],
    [9_007_199_254_740_991, 0, '9007199254.740991'],
  ])('%i micros with at least %i places are %s', (micros, digits, text) => {
    expect(moneyText(micros, digits)).toBe(text)
  })

  test('an instant has no milliseconds where there are none', () => {
    const at = Date.UTC(2026, 10, 21, 10)
    expect([at, at + 7].map(isoTime)).toEqual(['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.007Z'])
  })
})

test('a stream makes nothing that nobody reads, and stops when its reader does', async () => {
  const made: number[] = []
  let isEnded = false
  async function* parts() {
    try {
      for (let part = 1; ; part++) {
        made.push(part)
        yield `part ${part};`
      }
    } finally {
      isEnded = true
    }
  }
  const reader = streamOf(parts()).getReader()
  await reader.read()
  await reader.read()
  await reader.cancel()
  expect(isEnded).toBe(true)
  expect(made.length).toBeLessThanOrEqual(3)
})
