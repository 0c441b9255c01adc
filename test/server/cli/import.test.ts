import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Resource } from '#shared/credits/resources.ts'
import { countedRows, migratedPostgres } from '#test/support/postgres.ts'
import { newPlace, type Place, placeWithTeam } from './commands.ts'

const CALLS = JSON.stringify({
  time: { column: 'at', form: 'local', zone: 'Europe/Berlin' },
  where: [{ column: 'n', greaterThan: 0 }],
  event: {
    type: 'headroom.api.calls',
    data: { group: { column: 'group' }, count: { column: 'n' } },
  },
})

const AI = JSON.stringify({
  time: { column: 'at', form: 'epoch-seconds' },
  member: { column: 'who' },
  id: { column: 'id' },
  event: {
    type: 'headroom.ai.usage',
    data: { action: { constant: 'agent' }, credits: { column: 'credits' } },
  },
})

/** The summary without what differs from run to run. */
function figures(out: string): string[] {
  return out
    .replace(/ in \d+\.\d s, [\d,]+ rows\/s/, '')
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, ' '))
}

function rejectedRows(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}

/** What the ledger has, all cycles together. */
async function booked(place: Place, resource: Resource) {
  const { store, close } = await place.open()
  const span = { from: 0, to: Date.now() + 1_000 }
  const { matching, rows } = await store.team('acme').chargePage({ ...span, resource, limit: 10 })
  await close()
  return { ...matching, rows }
}

const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'gateway',
  type: 'headroom.api.calls',
  time: '2026-02-01T12:00:00Z',
  data: { group: 'collections', count: 2 },
  ...more,
})

describe('a file of events', () => {
  test('is counted by PostgreSQL at once, which plans by that', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const place = await placeWithTeam(fresh)
    const lines = ['1', '2', '3'].map((id) => JSON.stringify(event(id)))
    const file = place.file('usage.ndjson', lines.join('\n'))
    expect(await countedRows(fresh.url, ['event_keys'])).toEqual({ event_keys: -1 })
    const ended = await place.run('import', file, '--team', 'acme')
    expect(ended.code).toBe(0)
    expect(await countedRows(fresh.url, ['event_keys'])).toEqual({ event_keys: 3 })
  })

  test('is imported row by row, and what is refused is kept with its reason', async () => {
    const place = await placeWithTeam()
    const file = place.file(
      'usage.ndjson',
      [
        event('1'),
        event('2', { team: 'acme' }),
        event('1'),
        event('2', { data: { count: 3 } }),
        event('3', { team: 'other' }),
        event('4', { subject: 'nobody' }),
        event('5', { data: { count: -1 } }),
      ]
        .map((line) => JSON.stringify(line))
        .concat('', '{"id": ', '[]')
        .join('\r\n'),
    )
    const first = await place.run('import', file, '--team', 'acme')
    expect(first.err).toBe('')
    expect(figures(first.out)).toEqual([
      'usage.ndjson: 9 rows read',
      ' accepted 2',
      ' late 0',
      ' duplicate 1 in the ledger already, not counted again',
      ' conflict 1 in the ledger with other content, which stays',
      ' rejected 5',
      ' skipped 0',
      'API calls: 4 charged',
      `Rows refused: ${file}.rejected.ndjson`,
    ])
    expect(first.code).toBe(1)
    const withTeam = (id: string, more: object) => ({ ...event(id, more), team: 'acme' })
    expect(rejectedRows(`${file}.rejected.ndjson`)).toEqual([
      {
        line: 4,
        raw: JSON.stringify(event('2', { data: { count: 3 } })),
        reason: 'conflict',
        detail: 'charge 2 was made by an event with this source and id and other content',
        path: '$.id',
        event: withTeam('2', { data: { count: 3 } }),
      },
      {
        line: 5,
        raw: JSON.stringify(event('3', { team: 'other' })),
        reason: 'other-team',
        detail: 'it is an event of another team, "other"',
        path: '$.team',
      },
      {
        line: 6,
        raw: JSON.stringify(event('4', { subject: 'nobody' })),
        reason: 'unknown-member',
        detail: 'the team has no member nobody',
        path: '$.subject',
        event: withTeam('4', { subject: 'nobody' }),
      },
      {
        line: 7,
        raw: JSON.stringify(event('5', { data: { count: -1 } })),
        reason: 'invalid',
        detail: expect.any(String),
        path: '$.data.count',
        event: withTeam('5', { data: { count: -1 } }),
      },
      {
        line: 9,
        raw: '{"id":',
        reason: 'invalid',
        detail: 'the line is no JSON object',
        path: '$',
      },
      { line: 10, raw: '[]', reason: 'invalid', detail: 'the line is no JSON object', path: '$' },
    ])
    expect(await booked(place, 'api-calls')).toMatchObject({ charges: 2, credits: 4 })
  })

  test('may lack sources where one is given', async () => {
    const place = await placeWithTeam()
    const file = place.file('usage.jsonl', JSON.stringify(event('1', { source: undefined })))
    expect((await place.run('import', file, '--team', 'acme')).code).toBe(1)
    const named = await place.run('import', file, '--team', 'acme', '--source', 'gateway')
    expect(named).toMatchObject({ code: 0, err: '' })
    expect(existsSync(`${file}.rejected.ndjson`)).toBe(false)
  })
})

describe('a CSV file', () => {
  test('counts equal rows each, and nothing twice when imported again', async () => {
    const place = await placeWithTeam()
    const mapping = place.file('calls.json', CALLS)
    const file = place.file(
      'calls.csv',
      '\ufeffat,group,n\n2026-03-29 01:30:00,a,5\n2026-03-29 01:30:00,a,5\n2026-03-29 02:30:00,a,5\n' +
        '2026-03-01 09:00:00,b,0\n2026-03-01 09:00:00,b,10.99\n2026-03-01 09:00:00,b\n' +
        '2026-03-01 09:00:00,"b,7\n2026-03-01 10:00:00,b,7\n',
    )
    const args = [file, '--team', 'acme', '--mapping', mapping] as const
    const first = await place.run('import', ...args)
    expect(first.err).toBe('')
    expect(figures(first.out)).toEqual([
      'calls.csv: 8 rows read',
      ' accepted 3',
      ' late 0',
      ' duplicate 0',
      ' conflict 0',
      ' rejected 4',
      ' skipped 1 left out by the mapping',
      'API calls: 17 charged',
      `Rows refused: ${file}.rejected.ndjson`,
    ])
    expect(first.code).toBe(1)
    const rejected = rejectedRows(`${file}.rejected.ndjson`)
    expect(rejected).toEqual([
      {
        line: 4,
        raw: '2026-03-29 02:30:00,a,5',
        reason: 'invalid',
        detail:
          '2026-03-29T02:30:00 did not exist in Europe/Berlin: clocks were set forward over it',
        path: '$.at',
      },
      {
        line: 6,
        raw: '2026-03-01 09:00:00,b,10.99',
        reason: 'invalid',
        detail: '"10.99" is no whole number',
        path: '$.n',
      },
      {
        line: 7,
        raw: '2026-03-01 09:00:00,b',
        reason: 'broken-row',
        detail: 'the header has 3 columns, this row 2',
        path: '$',
      },
      {
        line: 8,
        raw: '2026-03-01 09:00:00,"b,7',
        reason: 'broken-row',
        detail: 'a quote is opened and never closed',
        path: '$',
      },
    ])
    const ledger = await booked(place, 'api-calls')
    expect(ledger).toMatchObject({ charges: 3, credits: 17 })
    expect(new Set(ledger.rows.map((row) => row.source))).toEqual(new Set(['import/calls.csv']))

    const second = await place.run('import', ...args)
    expect(figures(second.out)).toEqual([
      'calls.csv: 8 rows read',
      ' accepted 0',
      ' late 0',
      ' duplicate 3 in the ledger already, not counted again',
      ' conflict 0',
      ' rejected 4',
      ' skipped 1 left out by the mapping',
      `Rows refused: ${file}.rejected.ndjson`,
    ])
    expect(rejectedRows(`${file}.rejected.ndjson`)).toEqual(rejected)
    expect(await booked(place, 'api-calls')).toEqual(ledger)
  })

  test('makes its members when asked to, and only those of rows that are events', async () => {
    const place = await placeWithTeam()
    const mapping = place.file('ai.json', AI)
    const rows = ['1', '2', '3'].map((id) => `177000000${id}.5,${id},m${id}@example.com,10`)
    const file = place.file(
      'ai.csv',
      `at,id,who,credits\n${rows.join('\n')}\n1770000004,4,ghost,9999999999\n`,
    )
    const args = [file, '--team', 'acme', '--mapping', mapping] as const
    const refused = await place.run('import', ...args)
    expect(refused.code).toBe(1)
    expect(figures(refused.out)).toContain(' rejected 4')
    const taken = await place.run('import', ...args, '--create-members')
    expect(figures(taken.out)).toEqual([
      'ai.csv: 4 rows read',
      ' accepted 3',
      ' late 0',
      ' duplicate 0',
      ' conflict 0',
      ' rejected 1',
      ' skipped 0',
      ' members 3 created',
      'AI credits: 30 charged',
      `Rows refused: ${file}.rejected.ndjson`,
    ])
    const { store, close } = await place.open()
    const ids = ['m1@example.com', 'm2@example.com', 'm3@example.com']
    expect(await store.team('acme').members([...ids, 'ghost'])).toEqual(
      ids.map((id) => ({
        id,
        name: id,
        email: id,
        roles: ['member'],
        createdAt: expect.any(Number),
      })),
    )
    await close()
  })
})

describe('an import that cannot run says why in a sentence', () => {
  const TEAM = ['--team', 'acme']
  const cases: [name: string, args: (place: Place) => string[], says: (place: Place) => string][] =
    [
      ['no file', () => TEAM, () => 'Name one file.'],
      ['no team', () => ['a.ndjson'], () => 'Say whose usage it is: --team.'],
      ['an unknown option', () => ['a.ndjson', '--teem', 'x'], () => "Unknown option '--teem'"],
      [
        'a missing file',
        () => ['gone.ndjson', ...TEAM],
        ({ folder }) =>
          `${join(folder, 'gone.ndjson')} can't be read: there is no such file or folder.`,
      ],
      [
        'a mapping with faults',
        (place) => [
          place.file('a.csv', 'a\n'),
          ...TEAM,
          '--mapping',
          place.file('m.json', '{"x":1}'),
        ],
        ({ folder }) =>
          `The mapping ${join(folder, 'm.json')} is not right:\n  $.time: is missing\n  $.x: is not known here`,
      ],
      [
        'a file in place of the data folder',
        (place) => [place.file('a.ndjson', ''), ...TEAM, '--data', place.file('taken', '')],
        () => 'is a file; the data needs a folder',
      ],
    ]

  test.each(cases)('%s', async (_name, args, says) => {
    const place = newPlace()
    const ended = await place.run('import', ...args(place))
    expect(ended.err).toContain(says(place))
    expect(ended.err).not.toMatch(/^\s+at /m)
    expect(ended).toMatchObject({ code: 2, out: '' })
  })

  test.runIf(existsSync('/dev/full'))('a full disk under the rejected rows', async () => {
    const place = await placeWithTeam()
    const file = place.file('a.ndjson', `${JSON.stringify(event('1'))}\n{}\n`)
    const full = await place.run('import', file, '--team', 'acme', '--rejected', '/dev/full')
    expect(full.code).toBe(2)
    expect(full.err).toBe(
      "The rejected rows can't be written to /dev/full: the disk is full. Name another file with --rejected.\n",
    )
    expect(figures(full.out)).toContain(' accepted 1')
    const again = await place.run('import', file, '--team', 'acme')
    expect(figures(again.out)).toContain(' duplicate 1 in the ledger already, not counted again')
    expect(await booked(place, 'api-calls')).toMatchObject({ charges: 1, credits: 2 })
  })

  test('but tells how it is used when asked', async () => {
    const ended = await newPlace().run('import', '--help')
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(ended.out).toMatch(/^Usage: npm run import -- FILE --team TEAM/)
  })
})

test('a large file takes little memory, can be interrupted, and goes on without counting twice', {
  timeout: 240_000,
}, async () => {
  const place = await placeWithTeam()
  const mapping = place.file('calls.json', CALLS)
  const count = 40_000
  const rows = Array.from({ length: count }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0')
    return `2026-01-${day} 10:00:00,group-${index % 5},1${' '.repeat(1_800)}\n`
  })
  const file = place.file('large.csv', `at,group,n\n${rows.join('')}`)
  const args = [file, '--team', 'acme', '--mapping', mapping]
  // The file alone is 73 MB.
  const small = ['--max-old-space-size=64']

  const { store, close } = await place.open()
  const started = place.start('import', args, small)
  await expect
    .poll(() => store.team('acme').firstBooking(), { timeout: 30_000, interval: 10 })
    .toBeDefined()
  await close()
  started.interrupt()
  const stopped = await started.ended
  expect(stopped.code).toBe(130)
  expect(stopped.out).toContain(
    'Stopped. Run the same command again to go on: nothing counts twice.',
  )
  const before = (await booked(place, 'api-calls')).charges
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(count)
  const format = new Intl.NumberFormat('en')
  expect(figures(stopped.out)).toContain(` accepted ${format.format(before)}`)

  const ended = await place.start('import', args, small).ended
  expect(ended.code).toBe(0)
  expect(figures(ended.out)).toEqual([
    'large.csv: 40,000 rows read',
    ` accepted ${format.format(count - before)}`,
    ' late 0',
    ` duplicate ${format.format(before)} in the ledger already, not counted again`,
    ' conflict 0',
    ' rejected 0',
    ' skipped 0',
    `API calls: ${format.format(count - before)} charged`,
  ])
  expect(await booked(place, 'api-calls')).toMatchObject({ charges: count, credits: count })
})
