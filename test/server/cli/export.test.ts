import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ingestInto } from '#api/ledger/ingest.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { flowsEvent } from '#test/support/events.ts'
import { placeWithTeam } from './commands.ts'

const CYCLE = '2023-01-31'

async function placeWithCharges(count: number) {
  const place = await placeWithTeam()
  const { store, close } = await place.open()
  const ingest = ingestInto({ store, catalog: DEFAULT_CATALOG, now: Date.now })
  const start = Date.parse('2023-02-01T00:00:00Z')
  for (let from = 0; from < count; from += 1_000) {
    const events = Array.from({ length: Math.min(1_000, count - from) }, (_, index) =>
      flowsEvent(
        { id: `e${from + index}`, time: new Date(start + (from + index) * 8_000).toISOString() },
        { item: 'connector' },
      ),
    )
    expect(await ingest(events)).toMatchObject({ accepted: events.length })
  }
  await close()
  return place
}

describe('npm run export', () => {
  test('writes a file that is named for what it holds', async () => {
    const place = await placeWithCharges(3)
    const done = await place.run('export', 'charges', '--team', 'acme', '--cycle', CYCLE)
    const path = join(place.folder, `acme-${CYCLE}-charges.csv`)
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain(`acme-${CYCLE}-charges.csv`)
    expect(readFileSync(path, 'utf8').trim().split('\r\n')).toHaveLength(4)
  })

  test('or writes to the standard output, and nothing else there', async () => {
    const place = await placeWithCharges(2)
    const args = ['focus', '--team', 'acme', '--cycle', CYCLE, '--out', '-']
    const { out, code } = await place.run('export', ...args)
    expect(code).toBe(0)
    const lines = out.trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^BilledCost,BillingAccountId,/)
  })

  test.each([
    ['no team', ['charges'], /^Usage: npm run export/],
    ['no kind', ['--team', 'acme'], /^Usage: npm run export/],
    ['an unknown team', ['charges', '--team', 'nobody'], /^There is no team nobody\./],
    ['an unknown kind', ['all', '--team', 'acme'], /charges, usage, focus/],
    [
      'an unknown cycle',
      ['usage', '--team', 'acme', '--cycle', '2023-02-01'],
      /no billing cycle that begins on 2023-02-01/,
    ],
    ['a folder that is not there', ['usage', '--team', 'acme', '--out', 'no/f.csv'], /ENOENT/],
  ])('%s is told', async (_, args, words) => {
    const place = await placeWithTeam()
    const { code, err } = await place.run('export', ...args)
    expect(code).toBe(2)
    expect(err).toMatch(words)
  })

  test('takes as little memory for many charges as for few', { timeout: 240_000 }, async () => {
    const place = await placeWithCharges(240_000)
    const args = ['focus', '--team', 'acme', '--cycle', CYCLE]
    // By a process that could not hold the file: some 25 MB of the heap are the program's own.
    const { ended } = place.start('export', args, ['--max-old-space-size=64'])
    expect(await ended).toMatchObject({ code: 0, err: '' })
    const file = readFileSync(join(place.folder, `acme-${CYCLE}-focus.csv`), 'utf8')
    expect(file.length).toBeGreaterThan(48 * 2 ** 20)
    expect(file.trim().split('\r\n')).toHaveLength(240_001)
  })
})
