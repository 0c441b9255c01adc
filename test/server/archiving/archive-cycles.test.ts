import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson } from '#api/ledger/canonical.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import { archiveCycles, unarchive } from '#server/archiving/archive-cycles.ts'
import { checkWithArchives } from '#server/archiving/prove-archives.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { DERIVED } from '#server/check/derived-tables.ts'
import { repairTeam } from '#server/check/repair-team.ts'
import type { Engine } from '#server/database/engine.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { ENGINES } from '#test/support/engines.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { fillTeam, LATER } from './filled-team.ts'

const TEAM = 'acme'
const CATALOG = DEFAULT_CATALOG

describe.each(ENGINES)('the charges of closed cycles ($name)', ({ open }) => {
  let engine: Engine
  let folder: string
  let remove: () => void

  beforeEach(async (context) => {
    const opened = await open()
    if ('missing' in opened) return context.skip(opened.missing)
    engine = opened
    const place = temporaryFolder()
    folder = join(place.path, 'archives')
    remove = place.remove
    const store = createSqlStore(engine)
    await fillTeam(store, TEAM)
  })

  afterEach(async () => {
    await engine?.close()
    remove?.()
  })

  const team = () => createSqlStore(engine).team(TEAM)
  const archive = (on = engine, before = LATER) =>
    archiveCycles(on, { team: TEAM, before, folder, catalog: CATALOG, asOf: LATER })
  const faults = async () => (await checkTeam(engine, { team: TEAM, catalog: CATALOG })).faults

  async function rowsOf(table: string): Promise<string[]> {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where team_id = ${TEAM}`.execute(engine.ofTeam(TEAM).db)
    return rows.map((row) => JSON.stringify(inOrder(row))).sort()
  }

  async function figures(): Promise<unknown> {
    const tables = [...DERIVED.map(({ table }) => table), 'invoices', 'bonus_grants', 'event_keys']
    return Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await rowsOf(table)] as const)),
    )
  }

  test('go into files, and back again; every figure stays throughout', async () => {
    const [charges, before] = [await rowsOf('charges'), await figures()]
    const closed = (await team().closings()).map(({ cycle }) => cycle)
    const done = await archive()
    expect(done.length).toBeGreaterThan(1)
    for (const { cycle } of done) expect(closed).toContain(cycle)
    expect(await rowsOf('charges')).toHaveLength(
      charges.length - done.reduce((sum, each) => sum + each.charges, 0),
    )
    expect(await figures()).toEqual(before)
    expect(await faults()).toEqual([])
    expect(await archive()).toEqual([])
    for (const { file } of done) {
      const path = join(folder, file)
      expect(statSync(path).mode & 0o777).toBe(0o600)
      await unarchive(engine, { path, asOf: LATER })
    }
    expect(await rowsOf('charges')).toEqual(charges)
    expect(await figures()).toEqual(before)
    expect(await faults()).toEqual([])
  })

  test('are of a cycle that was closed and ended before the month that is asked for', async () => {
    const [first, second] = await team().closings()
    if (!first || !second) throw new Error('too few cycles')
    expect(await archive(engine, first.end - 1)).toEqual([])
    const done = await archive(engine, second.end - 1)
    expect(done.map(({ cycle }) => cycle)).toEqual([first.cycle])
    expect((await team().archivedCycles()).map(({ cycle }) => cycle)).toEqual([first.cycle])
  })

  test('can be read by a person, line by line', async () => {
    const [done] = await archive()
    if (!done) throw new Error('nothing archived')
    const lines = gunzipSync(readFileSync(join(folder, done.file)))
      .toString()
      .trimEnd()
      .split('\n')
    const [head, first, ...rest] = lines.map((line) => JSON.parse(line))
    expect(head).toEqual({
      headroom: 'charges',
      team: TEAM,
      cycle: done.cycle,
      start: done.start,
      end: done.end,
    })
    expect(first.event).toMatchObject({ specversion: '1.0', team: TEAM })
    expect(rest.at(-1)).toEqual({ charges: done.charges, sums: done.sums })
    const manifest = JSON.parse(readFileSync(join(folder, `${done.file}.json`), 'utf8'))
    expect(manifest).toEqual(done)
  })

  test('an event of theirs that is sent again is a duplicate, and with other content a conflict', async () => {
    const { rows } = await sql<{ event: string }>`
      select event from charges where team_id = ${TEAM} order by charge limit 1`.execute(
      engine.ofTeam(TEAM).db,
    )
    await archive()
    const before = await figures()
    const event = JSON.parse(rows[0]?.event ?? '')
    const ingest = ingestInto({
      store: createSqlStore(engine),
      catalog: CATALOG,
      now: () => LATER,
    })
    const reply = await ingest([event, { ...event, time: new Date(LATER).toISOString() }])
    expect(reply).toMatchObject({ accepted: 0, duplicate: 1, conflict: 1 })
    expect(await figures()).toEqual(before)
  })

  test('what they sum to can’t be changed unseen, and repairing leaves it', async () => {
    await archive()
    const [archived] = await team().archivedCycles()
    if (!archived) throw new Error('nothing archived')
    const before = await figures()
    await engine.ofTeam(TEAM).transact(async (db) => {
      await sql`update totals set credits = credits + 1
        where team_id = ${TEAM} and cycle = ${archived.cycle}`.execute(db)
    })
    expect(await faults()).toEqual([
      expect.stringContaining(`totals: of the cycle ${archived.cycle}`),
    ])
    await repairTeam(engine, { team: TEAM, catalog: CATALOG, asOf: LATER })
    expect(await faults()).not.toEqual([])
    const path = join(folder, (await fileOf(archived.cycle)) ?? '')
    await unarchive(engine, { path, asOf: LATER })
    await repairTeam(engine, { team: TEAM, catalog: CATALOG, asOf: LATER })
    expect(await faults()).toEqual([])
    expect(await figures()).toEqual(before)
  })

  test('sums of the rest are made anew without those of the archive', async () => {
    const [first] = await team().closings()
    await archive(engine, first?.end)
    const before = await figures()
    await engine.ofTeam(TEAM).transact(async (db) => {
      await sql`update rollups set credits = credits + 1
        where team_id = ${TEAM} and bucket >= ${first?.end ?? 0}`.execute(db)
    })
    const mended = await repairTeam(engine, { team: TEAM, catalog: CATALOG, asOf: LATER })
    expect(mended).toEqual(['rollups'])
    expect(await figures()).toEqual(before)
  })

  const fileOf = async (cycle: string) =>
    readdirSync(folder).find((name) => name.endsWith(`${cycle}.ndjson.gz`))

  test.each([1, 2])('ended at its write %i, nothing is gone, and it is done again', async (nth) => {
    const [charges, before] = [await rowsOf('charges'), await figures()]
    let writes = 0
    const failing: Engine = {
      ...engine,
      insert: async (...args) => {
        if (++writes === nth) throw new Error('ended')
        await engine.insert(...args)
      },
    }
    await expect(archive(failing)).rejects.toThrow('ended')
    expect(await rowsOf('charges')).toEqual(charges)
    expect(await team().archivedCycles()).toEqual([])
    expect(await faults()).toEqual([])
    expect((await archive()).length).toBeGreaterThan(0)
    expect(await figures()).toEqual(before)
    expect(await faults()).toEqual([])
  })

  test('of books that don’t agree nothing is archived', async () => {
    await engine.ofTeam(TEAM).transact(async (db) => {
      await sql`update sales set blocks = blocks + 1 where team_id = ${TEAM}`.execute(db)
    })
    await expect(archive()).rejects.toThrow('Nothing was archived')
    expect(await team().archivedCycles()).toEqual([])
  })

  const DAMAGES: [string, (path: string) => void, string][] = [
    [
      'cut short',
      (path) => writeFileSync(path, readFileSync(path).subarray(0, -200)),
      'damaged, cut short',
    ],
    ['with a line less', (path) => change(path, (lines) => lines.toSpliced(2, 1)), 'damaged'],
    ['without its end', (path) => change(path, (lines) => lines.slice(0, -1)), 'damaged'],
    [
      'of another text',
      (path) => change(path, (lines) => lines.map((line) => line.replace('specversion', 'spec'))),
      'is not the file that was written',
    ],
    ['that is none', (path) => writeFileSync(path, 'charges'), 'damaged'],
    ['that is gone', (path) => rmSync(path), 'ENOENT'],
  ]

  test.each(DAMAGES)('a file %s is not taken back', async (_, damage, words) => {
    const [done] = await archive()
    const path = join(folder, done?.file ?? '')
    damage(path)
    const [charges, before] = [await rowsOf('charges'), await figures()]
    await expect(unarchive(engine, { path, asOf: LATER })).rejects.toThrow(words)
    expect(await rowsOf('charges')).toEqual(charges)
    expect(await figures()).toEqual(before)
    expect(await faults()).toEqual([])
  })

  test('with its files all is added up again, and nothing of it stays', async () => {
    const done = await archive()
    const left = await rowsOf('charges')
    const prove = () => checkWithArchives(engine, { team: TEAM, catalog: CATALOG, folder })
    const proved = await prove()
    const away = done.reduce((sum, each) => sum + each.charges, 0)
    expect(proved).toMatchObject({ faults: [], archived: 0, charges: left.length + away })
    expect(await rowsOf('charges')).toEqual(left)
    expect(await team().archivedCycles()).toHaveLength(done.length)
    await engine.ofTeam(TEAM).transact(async (db) => {
      await sql`update totals set credits = credits + 1
        where team_id = ${TEAM} and cycle = ${done[0]?.cycle ?? ''}`.execute(db)
    })
    expect((await prove()).faults).toEqual([expect.stringMatching(/^totals: .* should be/)])
    rmSync(join(folder, done[0]?.file ?? ''))
    expect((await prove()).faults).toEqual([
      expect.stringContaining('archives: '),
      expect.stringContaining('something was changed since'),
    ])
  })

  test('a file is taken back once', async () => {
    const [done] = await archive()
    const path = join(folder, done?.file ?? '')
    await unarchive(engine, { path, asOf: LATER })
    await expect(unarchive(engine, { path, asOf: LATER })).rejects.toThrow('already')
  })

  test('it is written down what was archived and taken back', async () => {
    const [done] = await archive()
    await unarchive(engine, { path: join(folder, done?.file ?? ''), asOf: LATER })
    const entries = await team().auditInOrder({ after: 0, limit: 1_000 })
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['charges-archived', 'charges-restored']),
    )
  })
})

/** The keys of a rating have no order. */
function inOrder(row: Record<string, unknown>): Record<string, unknown> {
  const { rating } = row
  return typeof rating === 'string' ? { ...row, rating: canonicalJson(JSON.parse(rating)) } : row
}

function change(file: string, by: (lines: string[]) => string[]): void {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
  writeFileSync(file, gzipSync(`${by(lines).join('\n')}\n`))
}
