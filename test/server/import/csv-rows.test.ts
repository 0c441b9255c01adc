import { describe, expect, test } from 'vitest'
import { csvRows } from '#server/import/csv-rows.ts'
import type { CsvRow } from '#server/import/row.ts'

async function rowsOf(text: string, options: { size?: number; delimiter?: string } = {}) {
  const { size = 64 * 1024, delimiter = ',' } = options
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }
  const rows: CsvRow[] = []
  for await (const group of csvRows(chunks(), { delimiter })) rows.push(...group)
  return rows
}

/** `line: cells` or `line! why` for each row. */
function brief(rows: readonly CsvRow[]): string[] {
  return rows.map((row) =>
    row.kind === 'cells' ? `${row.line}: ${row.cells.join('|')}` : `${row.line}! ${row.why}`,
  )
}

const CASES: [name: string, text: string, rows: string[]][] = [
  ['plain rows', 'a,b\n1,2\n3,4\n', ['1: a|b', '2: 1|2', '3: 3|4']],
  ['no line end at the end', 'a,b\n1,2', ['1: a|b', '2: 1|2']],
  ['line ends of Windows', 'a,b\r\n1,2\r\n\r\n3,4\r\n', ['1: a|b', '2: 1|2', '4: 3|4']],
  [
    'line ends of old Macs',
    'a,b\r1,2\r3,"4\r',
    ['1: a|b', '2: 1|2', '3! a quote is opened and never closed'],
  ],
  ['empty lines', '\n\na,b\n\n1,2\n\n\n3,4\n\n', ['3: a|b', '5: 1|2', '8: 3|4']],
  [
    'quotes, also with line ends, delimiters and quotes within',
    'a,b\n"1\n1","2,""2"""\n3,4\n',
    ['1: a|b', '2: 1\n1|2,"2"', '4: 3|4'],
  ],
  ['characters of several bytes', 'ä,b\n€,😀\n', ['1: ä|b', '2: €|😀']],
  [
    'too few and too many cells',
    'a,b\n1\n2,2\n3,3,3\n4,4\n',
    [
      '1: a|b',
      '2! the header has 2 columns, this row 1',
      '3: 2|2',
      '4! the header has 2 columns, this row 3',
      '5: 4|4',
    ],
  ],
  [
    'an open quote on the last line',
    'a,b\n1,2\n3,"4\n',
    ['1: a|b', '2: 1|2', '3! a quote is opened and never closed'],
  ],
  [
    'an open quote with nothing but good rows after it',
    'a,b\n1,"2\n3,4\n5,6\n',
    ['1: a|b', '2! a quote is opened and never closed', '3: 3|4', '4: 5|6'],
  ],
  [
    'an open quote that a quote further on closes',
    'a,b\n1,"2\n3,4\n5,"6"\n7,8\n',
    ['1: a|b', '2! a quote closes before the end of its cell', '3: 3|4', '4: 5|6', '5: 7|8'],
  ],
  [
    'an open quote that the end of a cell further on closes',
    'a,b\n1,"2\n3,4",5\n6,7\n',
    [
      '1: a|b',
      '2! a quote opens and is not closed on its line',
      '3! a quote opens in the middle of a cell',
      '4: 6|7',
    ],
  ],
  [
    'a quote in a cell',
    'a,b\n1,5" disk\n3,4\n',
    ['1: a|b', '2! a quote opens in the middle of a cell', '3: 3|4'],
  ],
  [
    'several broken lines in a row',
    'a,b\nx"\nx"\n"x"y,\n3,4\n',
    [
      '1: a|b',
      '2! a quote opens in the middle of a cell',
      '3! a quote opens in the middle of a cell',
      '4! a quote closes before the end of its cell',
      '5: 3|4',
    ],
  ],
]

describe('rows of CSV', () => {
  test.each(CASES)('%s', async (_name, text, rows) => {
    expect(brief(await rowsOf(text))).toEqual(rows)
  })

  test.each(CASES)('%s, however the bytes come', async (_name, text, rows) => {
    for (const size of [1, 2, 3, 7]) expect(brief(await rowsOf(text, { size }))).toEqual(rows)
  })

  test('another delimiter', async () => {
    expect(brief(await rowsOf('a;b\n1,5;\t2\n', { delimiter: ';' }))).toEqual([
      '1: a|b',
      '2: 1,5|\t2',
    ])
    expect(brief(await rowsOf('a\tb\tc\n1\t\t"2"\n', { delimiter: '\t' }))).toEqual([
      '1: a|b|c',
      '2: 1||2',
    ])
  })

  test('each row keeps its own text', async () => {
    const rows = await rowsOf('a,b\r\n"1\r\n1",2\r\n3,4,5\r\nx"y\r\n6,7')
    expect(rows.map((row) => row.raw)).toEqual(['a,b', '"1\r\n1",2', '3,4,5', 'x"y', '6,7'])
  })

  test('a quote left open far from the end costs its line only', async () => {
    const good = Array.from({ length: 20_000 }, (_, index) => `${index},${index}\n`).join('')
    const rows = await rowsOf(`a,b\n1,"2\n${good}`)
    expect(rows).toHaveLength(20_002)
    expect(brief(rows.slice(1, 4))).toEqual([
      '2! the row is longer than 64 kB, or a quote in it is never closed',
      '3: 0|0',
      '4: 1|1',
    ])
  })

  test('a line without end is given up, and shown in part', async () => {
    const rows = await rowsOf(`a,b\n${'x'.repeat(300_000)}\n1,2\n`)
    expect(brief(rows)).toEqual([
      '1: a|b',
      '2! the row is longer than 64 kB, or a quote in it is never closed',
      '3: 1|2',
    ])
    expect(rows[1]?.raw).toBe('x'.repeat(2_000))
  })
})
