import { describe, expect, test } from 'vitest'
import { mappedRows } from '#server/import/mapped-rows.ts'
import { parseMapping } from '#server/import/mapping.ts'
import type { Row } from '#server/import/row.ts'

const FLOWS = {
  time: { column: 'at', form: 'iso' },
  member: { column: 'who' },
  id: { column: 'id' },
  event: {
    type: 'headroom.flows.usage',
    data: {
      flow: { column: 'flow' },
      run: { constant: 'cloud' },
      item: { column: 'block', map: { HTTP: 'http-request', Conn: 'connector' } },
      count: { column: 'n' },
    },
  },
}

async function rowsOf(mapping: object, lines: string[]): Promise<Row[]> {
  const parsed = parseMapping(mapping)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  async function* chunks() {
    yield Buffer.from(lines.join('\n'))
  }
  const options = { mapping: parsed.mapping, team: 'acme', source: 'import/x.csv' }
  const rows: Row[] = []
  for await (const group of mappedRows(chunks(), options)) rows.push(...group)
  return rows
}

/** What each row came to: its event's data, that it was left out, or why there is none. */
async function outcomes(mapping: object, lines: string[]): Promise<unknown[]> {
  const rows = await rowsOf(mapping, lines)
  return rows.map((row) => {
    if (row.kind === 'event') return row.event.data
    return row.kind === 'skipped' ? 'skipped' : `${row.fault.path} ${row.fault.detail}`
  })
}

const HEADER = 'at,id,who,flow,block,n'
const AT = '2026-03-01T10:00:00Z'

describe('a row becomes an event', () => {
  test('with all that the mapping says', async () => {
    expect(await rowsOf(FLOWS, [HEADER, `${AT},e-1,ada,f1, HTTP ,3`])).toEqual([
      {
        kind: 'event',
        line: 2,
        raw: `${AT},e-1,ada,f1, HTTP ,3`,
        event: {
          specversion: '1.0',
          id: 'e-1',
          source: 'import/x.csv',
          type: 'headroom.flows.usage',
          time: '2026-03-01T10:00:00.000Z',
          team: 'acme',
          subject: 'ada',
          data: { flow: 'f1', run: 'cloud', item: 'http-request', count: 3 },
        },
      },
    ])
  })

  test('without the optional values whose cells are empty', async () => {
    const [row] = await rowsOf(FLOWS, [HEADER, `${AT},e-1,,f1,Conn,`])
    expect(row).toMatchObject({ kind: 'event' })
    expect(row?.kind === 'event' && Object.keys(row.event)).not.toContain('subject')
    expect(row?.kind === 'event' && row.event.data).toEqual({
      flow: 'f1',
      run: 'cloud',
      item: 'connector',
    })
  })

  test('of the type that a column chooses', async () => {
    const mapping = {
      time: FLOWS.time,
      member: FLOWS.member,
      events: {
        column: 'kind',
        cases: {
          call: { type: 'headroom.api.calls', data: { count: { column: 'n' } } },
          agent: {
            type: 'headroom.ai.usage',
            data: {
              action: { constant: 'agent' },
              credits: { column: 'n' },
              ownKey: { column: 'own' },
            },
          },
        },
      },
    }
    const rows = [
      `${AT},ada,call,5,`,
      `${AT},ada,agent,7,TRUE`,
      `${AT},ada,chat,1,`,
      `${AT},ada,agent,1,yes`,
    ]
    expect(await outcomes(mapping, ['at,who,kind,n,own', ...rows])).toEqual([
      { count: 5 },
      { action: 'agent', credits: 7, ownKey: true },
      '$.kind the mapping has no case for "chat"',
      '$.own "yes" is neither true nor false',
    ])
  })
})

describe('a row is rejected', () => {
  test.each([
    ['10.99', '"10.99" is no whole number'],
    ['10.000', '"10.000" is no whole number'],
    ['1,000', '"1,000" is no whole number'],
    ['$10', '"$10" is no whole number'],
    ['1e3', '"1e3" is no whole number'],
    ['0x10', '"0x10" is no whole number'],
    ['ten', '"ten" is no whole number'],
    ['9007199254740993', '"9007199254740993" is too large'],
  ])('when a whole number is written %s', async (text, why) => {
    expect(await outcomes(FLOWS, [HEADER, `${AT},e-1,ada,f1,HTTP,"${text}"`])).toEqual([
      `$.n ${why}`,
    ])
  })

  test.each([
    ['a needed cell is empty', `${AT},e-1,ada,,HTTP,1`, '$.flow the cell is empty'],
    [
      'a value is not in the map',
      `${AT},e-1,ada,f,Ftp,1`,
      '$.block the mapping has no value for "Ftp"',
    ],
    [
      'there is no id',
      `${AT},,ada,f,HTTP,1`,
      '$.id the cell is empty, and it is what tells rows apart',
    ],
    ['there is no time', ',e-1,ada,f,HTTP,1', '$.at "" is no ISO 8601 date and time'],
    ['a cell is missing', `${AT},e-1,ada,f,HTTP`, '$ the header has 6 columns, this row 5'],
  ])('when %s', async (_name, row, why) => {
    expect(await outcomes(FLOWS, [HEADER, row])).toEqual([why])
  })
})

describe('which rows count', () => {
  const calls = (where: object[]) => ({
    time: FLOWS.time,
    where,
    event: { type: 'headroom.api.calls', data: { count: { column: 'n' } } },
  })
  const rows = ['at,kind,n', `${AT},a,1`, `${AT},b,2`, `${AT},c,0`, `${AT},b,x`]

  test.each<[string, object[], unknown[]]>([
    ['equals', [{ column: 'kind', equals: 'a' }], [{ count: 1 }, 'skipped', 'skipped', 'skipped']],
    [
      'not equals',
      [{ column: 'kind', notEquals: 'b' }],
      [{ count: 1 }, 'skipped', { count: 0 }, 'skipped'],
    ],
    [
      'in',
      [{ column: 'kind', in: ['a', 'c'] }],
      [{ count: 1 }, 'skipped', { count: 0 }, 'skipped'],
    ],
    [
      'greater than: what is no number is no reason to leave a row out unseen',
      [{ column: 'n', greaterThan: 0.5 }],
      [{ count: 1 }, { count: 2 }, 'skipped', '$.n "x" is no number'],
    ],
    [
      'all of several',
      [
        { column: 'kind', equals: 'b' },
        { column: 'n', greaterThan: 1 },
      ],
      ['skipped', { count: 2 }, 'skipped', '$.n "x" is no number'],
    ],
  ])('%s', async (_name, where, expected) => {
    expect(await outcomes(calls(where), rows)).toEqual(expected)
  })
})

describe('ids of rows that have none', () => {
  const calls = {
    time: FLOWS.time,
    event: { type: 'headroom.api.calls', data: { count: { column: 'n' } } },
  }
  const idsOf = async (lines: string[]) =>
    (await rowsOf(calls, ['at,n', ...lines])).map((row) =>
      row.kind === 'event' ? String(row.event.id) : row.kind,
    )

  test('are the same for the same rows, and count equal ones', async () => {
    const ids = await idsOf([`${AT},1`, `${AT},2`, `${AT},1`, `${AT},1`])
    expect(new Set(ids).size).toBe(4)
    expect(ids.map((id) => id.split('-')[1])).toEqual(['1', '1', '2', '3'])
    expect(await idsOf([`${AT},1`, `${AT},2`, `${AT},1`, `${AT},1`])).toEqual(ids)
  })

  test('are the same when rows come in another order, more come, and others break', async () => {
    const ids = await idsOf([`${AT},1`, `${AT},2`, `${AT},1`])
    const later = await idsOf([`${AT},2`, `${AT},x`, `"${AT}",1`, `${AT},1`, `${AT},3`])
    expect(later).toEqual([ids[1], 'fault', ids[0], ids[2], expect.any(String)])
  })
})

describe('a file that a mapping does not fit', () => {
  test.each([
    [
      'lacks columns',
      ['at,who', ''],
      'The file has no column "id", "flow", "block", "n", which the mapping reads.\nIts columns are "at", "who". If they look wrong, check the mapping\'s delimiter.',
    ],
    [
      'has one twice',
      [`${HEADER},at`],
      'The file has the column "at" twice: which is meant is not clear.',
    ],
    [
      'has a broken header',
      ['at,"id'],
      "The line with the column names can't be read: a quote is opened and never closed.",
    ],
    ['is empty', [], 'The file is empty: it has no line with column names.'],
  ])('%s', async (_name, lines, sentence) => {
    await expect(rowsOf(FLOWS, lines)).rejects.toThrow(sentence)
  })
})
