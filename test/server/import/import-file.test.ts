import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StoreUnavailable } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { type ImportRequest, importFile } from '#server/import/import-file.ts'
import { OperatorError } from '#server/operator-error.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'

const NOW = Date.parse('2026-02-15T12:00:00Z')

const CALLS = JSON.stringify({
  time: { column: 'at', form: 'iso' },
  event: { type: 'headroom.api.calls', data: { count: { column: 'n' } } },
})

async function newHost(progress: { isTTY?: boolean } = {}) {
  const store = createMemoryStore()
  await store.createTeam({
    id: 'acme',
    name: 'Acme',
    plan: 'team',
    zone: 'UTC',
    anchor: '2026-01-01',
    createdAt: NOW,
    example: false,
  })
  const said = { out: '', progress: '' }
  let clock = 0
  const host = {
    store,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    // Each look at the clock is a second later.
    clock: () => {
      clock += 1_000
      return clock
    },
    out: { write: (text: string) => (said.out += text) },
    progress: { ...progress, write: (text: string) => (said.progress += text) },
    isStopped: () => false,
  }
  return { host, said }
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return (name: string, content: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
}

function request(file: string, more: Partial<ImportRequest> = {}): ImportRequest {
  const nothing = { mapping: undefined, source: undefined, rejected: undefined }
  return { file, team: 'acme', createMembers: false, ...nothing, ...more }
}

type File = ReturnType<typeof newFolder>

describe('an import is refused before it begins', () => {
  test.each<[string, (file: File) => Partial<ImportRequest>, string]>([
    ['a folder', () => ({ file: tmpdir() }), ' is a folder. Give the file to import.'],
    [
      'an unknown team',
      (file) => ({ file: file('a.ndjson', ''), team: 'nobody' }),
      'There is no team "nobody". "npm run team -- list" shows the teams',
    ],
    ['CSV without a mapping', (file) => ({ file: file('a.csv', 'a') }), 'give a --mapping'],
    [
      'events with a mapping',
      (file) => ({ file: file('a.ndjson', ''), mapping: 'm.json' }),
      'a mapping is for CSV files',
    ],
    [
      'a missing mapping',
      (file) => ({ file: file('a.csv', 'a'), mapping: '/gone/m.json' }),
      "The mapping /gone/m.json can't be read: there is no such file or folder.",
    ],
    [
      'a mapping that is no JSON',
      (file) => ({ file: file('a.csv', 'a'), mapping: file('m.json', '{') }),
      "can't be read: it is no JSON",
    ],
    [
      'a mapping for another file',
      (file) => ({ file: file('a.csv', 'at\n'), mapping: file('m.json', CALLS) }),
      'The file has no column "n", which the mapping reads.',
    ],
    [
      'a file in UTF-16',
      (file) => ({
        file: file('a.csv', Buffer.from('\ufeffat,n\n', 'utf16le')),
        mapping: file('m.json', CALLS),
      }),
      ' is written in UTF-16. Save it as UTF-8 and import that.',
    ],
    [
      'rejected rows in place of the file',
      (file) => {
        const path = file('a.ndjson', '')
        return { file: path, rejected: path }
      },
      'The rejected rows would replace the file that is imported.',
    ],
  ])('%s', async (_name, wrong, sentence) => {
    const { host, said } = await newHost()
    const refused = importFile(request('a.csv', wrong(newFolder())), host)
    await expect(refused).rejects.toThrow(OperatorError)
    await expect(refused).rejects.toThrow(sentence)
    expect(said.out).toBe('')
  })
})

describe('a file that begins with the mark of UTF-8', () => {
  const event = {
    specversion: '1.0',
    id: 'e1',
    source: '/test',
    time: '2026-02-01T00:00:00Z',
    type: 'headroom.api.calls',
    data: { count: 5 },
  }

  test.each<[string, (file: File) => Partial<ImportRequest>]>([
    ['events', (file) => ({ file: file('a.ndjson', `\ufeff${JSON.stringify(event)}\n`) })],
    [
      'CSV and its mapping',
      (file) => ({
        file: file('a.csv', '\ufeffat,n\n2026-02-01T00:00:00Z,5\n'),
        mapping: file('m.json', `\ufeff${CALLS}`),
      }),
    ],
  ])('is read as without it: %s', async (_name, wanted) => {
    const { host } = await newHost()
    await importFile(request('a.csv', wanted(newFolder())), host)
    const query = { resource: 'api-calls', from: 0, to: NOW, limit: 9 } as const
    const { matching } = await host.store.team('acme').chargePage(query)
    expect(matching).toEqual({ charges: 1, credits: 5 })
  })
})

describe('an import that ends early', () => {
  const rows = (count: number) =>
    `at,n\n${Array.from({ length: count }, (_, index) => `2026-02-01T00:00:00Z,${index + 1}\n`).join('')}`

  test('by the database still says what was taken', async () => {
    const file = newFolder()
    const { host, said } = await newHost()
    let batches = 0
    const store = {
      ...host.store,
      team: (id: string) => {
        batches += 1
        // One look for the team, one for its writes, and one for each batch.
        if (batches > 3) throw new StoreUnavailable('the disk is full')
        return host.store.team(id)
      },
    }
    const path = file('calls.csv', rows(2_500))
    const mapping = file('m.json', CALLS)
    await expect(importFile(request(path, { mapping }), { ...host, store })).rejects.toThrow(
      new StoreUnavailable('the disk is full'),
    )
    expect(said.out).toContain('  accepted          1,000\n')
    const tally = await importFile(request(path, { mapping }), host)
    expect(tally).toMatchObject({ read: 2_500, accepted: 1_500, duplicate: 1_000, rejected: 0 })
  })

  test('as it was stopped takes the batch in flight', async () => {
    const file = newFolder()
    const { host } = await newHost()
    const mapping = file('m.json', CALLS)
    const tally = await importFile(request(file('calls.csv', rows(2_500)), { mapping }), {
      ...host,
      isStopped: () => true,
    })
    expect(tally).toMatchObject({ read: 1_000, accepted: 1_000 })
  })
})

test('a file without rows is said to be so', async () => {
  const { host, said } = await newHost()
  await importFile(request(newFolder()('a.ndjson', '\n\n')), host)
  expect(said.out).toBe('a.ndjson holds no rows.\n')
})

describe('how far an import is', () => {
  const saidWhileImporting = async (progress: { isTTY?: boolean }) => {
    const file = newFolder()
    const { host, said } = await newHost(progress)
    const rows = Array.from({ length: 10_000 }, () => '2026-02-01T00:00:00Z,1\n')
    const mapping = file('m.json', CALLS)
    await importFile(request(file('calls.csv', `at,n\n${rows.join('')}`), { mapping }), host)
    return said.progress
  }

  test('is a bar on a terminal, gone at the end', async () => {
    const said = await saidWhileImporting({ isTTY: true })
    expect(said).toContain('\r███████░░░░░░░░░░░░░░░░░ 28 %  1,000 rows, 1,000 rows/s\u001b[K')
    expect(said.endsWith('\r\u001b[K')).toBe(true)
  })

  test('is a line now and then elsewhere', async () => {
    expect(await saidWhileImporting({})).toBe(
      '56 %  5,000 rows, 1,000 rows/s\n100 %  10,000 rows, 1,000 rows/s\n',
    )
  })
})

test('late usage is counted in the open cycle, and said', async () => {
  const file = newFolder()
  const { host, said } = await newHost()
  const later = Date.parse('2026-03-20T00:00:00Z')
  const path = file('calls.csv', 'at,n\n2026-02-20T00:00:00Z,5\n2026-03-19T00:00:00Z,1\n')
  const mapping = file('m.json', CALLS)
  await importFile(request(path, { mapping }), { ...host, now: () => later })
  expect(said.out).toContain(
    '  late                  1  of the accepted: counted now, as their own cycle was closed\n',
  )
  expect(said.out).toContain('API calls: 6 charged\n')
})
