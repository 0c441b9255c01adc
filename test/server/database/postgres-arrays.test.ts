import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrayLiteral } from '#server/database/postgres-arrays.ts'
import { freshPostgres } from '#test/support/postgres.ts'

const fresh = await freshPostgres()

/** What an array's text could be taken for. */
const AWKWARD = [
  '',
  'NULL',
  'null',
  '{}',
  '{"a":"b\\"c"}',
  'a,b',
  ' led and trailed ',
  '\\',
  '"',
  '\n\t\r',
  '\\N',
  '😀 ü',
  "it's",
]

describe.skipIf('missing' in fresh)('a column as an array of PostgreSQL', () => {
  let client: pg.Client
  beforeAll(async () => {
    client = new pg.Client({ connectionString: 'url' in fresh ? fresh.url : '' })
    await client.connect()
  })
  afterAll(() => client.end())

  const held = async (cells: readonly (string | number | null)[], type: string) => {
    const { rows } = await client.query(`select unnest($1::${type}[]) as cell`, [
      arrayLiteral(cells),
    ])
    return rows.map(({ cell }) => cell)
  }

  it('holds texts as they are, and what is absent', async () => {
    const cells = [...AWKWARD, null]
    expect(await held(cells, 'text')).toEqual(cells)
    const anything = fc.array(
      fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (some) => {
        expect(await held(some, 'text')).toEqual(some)
      }),
    )
  })

  it('holds whole numbers to the last digit', async () => {
    const numbers = [0, -1, 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    expect((await held(numbers, 'bigint')).map(Number)).toEqual(numbers)
  })

  it('holds in place of what no text of PostgreSQL can be the replacement character', async () => {
    expect(await held(['a\0b', '\ud800'], 'text')).toEqual(['a\uFFFDb', '\uFFFD'])
  })
})
