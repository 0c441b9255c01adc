import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { closeCycles } from '#api/invoices/close-due.ts'
import { loadScenario } from '#api/load-scenario.ts'
import { writeArchive } from '#server/archive/write-archive.ts'
import { backUp, move, restore } from '#server/cli/archive.ts'
import { checkLedger } from '#server/cli/check-ledger.ts'
import type { Engine } from '#server/database/engine.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { scenario } from '#shared/demo/scenarios.ts'
import { ENGINES } from '#test/support/engines.ts'
import { countedRows, freshPostgres } from '#test/support/postgres.ts'
import { signInHost } from '#test/support/sign-in.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const CATALOG = DEFAULT_CATALOG

/** Two teams with all that happens to one, people with sessions, an audit log, and odd characters. */
async function fill(engine: Engine): Promise<void> {
  const store = createSqlStore(engine)
  await loadScenario({ store, catalog: CATALOG, scenario: scenario('example', NOW) })
  await closeCycles(store.team('tidewater'), { catalog: CATALOG, asOf: NOW + 40 * DAY })
  await addAcme(store, { name: 'Acme "é" 💳\nand \\ others' })
  const host = await signInHost({ engine })
  await host.enter({ name: 'Ada', email: 'ada@example.com', operator: true })
  await store.keepMail({
    messageId: '<1@headroom.example>',
    to: { name: 'Ada', address: 'ada@example.com' },
    subject: 'A link',
    text: 'x',
    html: 'x',
    at: NOW,
  })
}

/** What is there, but for when it was written. */
async function linesOf(engine: Engine): Promise<string[]> {
  const lines: string[] = []
  await writeArchive(engine, { made: new Date(0), write: async (line) => void lines.push(line) })
  return lines
}

/** As sets: the databases list tables, and columns that were added later, in orders of their own. */
function contents(lines: readonly string[]): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  const [head = '', ...others] = lines
  const columns = new Map<string, string[]>(
    JSON.parse(head).tables.map((table: { name: string; columns: string[] }) => [
      table.name,
      table.columns,
    ]),
  )
  for (const line of others) {
    const { table, rows = [] } = JSON.parse(line)
    for (const row of rows) {
      const named = (columns.get(table) ?? []).map((column, at) => [column, row[at]])
      const text = JSON.stringify(named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
      all[table] ??= []
      all[table].push(text)
    }
  }
  for (const rows of Object.values(all)) rows.sort()
  return all
}

const CASES = ENGINES.flatMap((from) =>
  ENGINES.map((to) => ({ from, to, name: `${from.name} to ${to.name}` })),
)

describe.each(CASES)('a backup, from $name', ({ from, to }) => {
  it('holds everything, and is the same again where it is restored', async ({
    skip,
    onTestFinished,
  }) => {
    const [source, target] = [await from.open(), await to.open()]
    if ('missing' in source) return skip(source.missing)
    if ('missing' in target) return skip(target.missing)
    const folder = temporaryFolder()
    onTestFinished(async () => {
      await source.close()
      await target.close()
      folder.remove()
    })
    await fill(source)
    const file = join(folder.path, 'backup.gz')
    const counts = await backUp(source, file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(counts).toMatchObject({ teams: 2, persons: 1, person_sessions: 1, kept_mails: 1 })
    expect(await restore(target, file)).toEqual(counts)
    const [before, after] = [contents(await linesOf(source)), contents(await linesOf(target))]
    for (const table of ['charges', 'accounts', 'invoices', 'audit', 'persons']) {
      expect(before[table], table).not.toEqual([])
    }
    expect(after).toEqual(before)
    const ledger = { store: createSqlStore(target), engine: target, catalog: CATALOG }
    expect(await checkLedger(ledger, { repair: false, asOf: NOW + 40 * DAY })).toMatch(/all agrees/)
    await expect(restore(target, file)).rejects.toThrow('Restore into an empty one.')
  })
})

describe('a backup that is not as it was written', () => {
  const damaged: [string, (file: string) => void, string][] = [
    ['cut short', (file) => truncateSync(file, statSync(file).size - 100), 'damaged or cut short'],
    ['without its last line', (file) => change(file, (lines) => lines.slice(0, -1)), 'not whole'],
    [
      'without rows',
      (file) => change(file, (lines) => lines.filter((_, at) => at !== 2)),
      'not whole',
    ],
    [
      'of another version',
      (file) =>
        change(file, ([head = '', ...rest]) => [head.replace('001-ledger', '001-book'), ...rest]),
      'of another version',
    ],
    ['another file', (file) => change(file, () => ['{"a":1}']), 'no backup of Headroom'],
    ['no archive at all', (file) => writeFileSync(file, 'teams,members\n'), 'damaged or cut short'],
  ]

  it.each(damaged)('%s: nothing is restored', async (_, damage, words) => {
    const folder = temporaryFolder()
    const source = await openSqlite({ folder: ':memory:', role: 'server' })
    const target = await openSqlite({ folder: ':memory:', role: 'server' })
    const file = join(folder.path, 'backup.gz')
    await addAcme(createSqlStore(source))
    await backUp(source, file)
    damage(file)
    await expect(restore(target, file)).rejects.toThrow(words)
    expect(contents(await linesOf(target))).toEqual({})
    await source.close()
    await target.close()
    folder.remove()
  })

  it('or not there', async () => {
    const target = await openSqlite({ folder: ':memory:', role: 'server' })
    await expect(restore(target, '/no/such/backup.gz')).rejects.toThrow('ENOENT')
    await target.close()
  })
})

it('moving takes everything to PostgreSQL', async ({ skip }) => {
  const fresh = await freshPostgres()
  if ('missing' in fresh) return skip(fresh.missing)
  const source = await openSqlite({ folder: ':memory:', role: 'server' })
  await fill(source)
  const { counts, said } = await move(source, fresh.url, async ({ engine }) =>
    contents(await linesOf(engine)),
  )
  expect(counts).toMatchObject({ teams: 2 })
  expect(said).toEqual(contents(await linesOf(source)))
  expect(await countedRows(fresh.url, ['teams'])).toEqual({ teams: 2 })
  await source.close()
})

function change(file: string, by: (lines: string[]) => string[]): void {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
  writeFileSync(file, gzipSync(`${by(lines).join('\n')}\n`))
}
