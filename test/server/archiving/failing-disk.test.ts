import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { archiveCycles } from '#server/archiving/archive-cycles.ts'
import { checkTeam } from '#server/check/check-team.ts'
import { backUp } from '#server/cli/archive.ts'
import { archiveCharges } from '#server/cli/archive-charges.ts'
import type { Engine } from '#server/database/engine.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { faultyEngine, noMischief } from '#test/simulation/faulty-engine.ts'
import { ENGINES } from '#test/support/engines.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { mountVolume } from '#test/support/volume.ts'
import { fillTeam, LATER } from './filled-team.ts'

const TEAM = 'acme'
const catalog = DEFAULT_CATALOG

/** What stands in the way of each step, of the file itself and of what is written beside it. */
const STEPS = ['', '.json'].flatMap((end): [string, (path: string) => string, string][] => [
  [`opening of …gz${end}`, (path) => folderAt(`${path}${end}.part`), 'EISDIR'],
  // Takes no byte.
  [`writing of …gz${end}`, (path) => linkTo('/dev/full', `${path}${end}.part`), 'ENOSPC'],
  // Takes every byte, and can't be flushed.
  [`flushing of …gz${end}`, (path) => linkTo('/dev/null', `${path}${end}.part`), 'EINVAL'],
  [`naming of …gz${end}`, (path) => folderAt(`${path}${end}`), 'EISDIR'],
])

describe.each(ENGINES)('archiving onto a disk that fails ($name)', ({ open }) => {
  let engine: Engine
  let folder: string
  let remove: () => void
  let before: unknown

  beforeEach(async (context) => {
    const opened = await open()
    if ('missing' in opened) return context.skip(opened.missing)
    engine = opened
    const place = temporaryFolder()
    folder = join(place.path, 'archives')
    remove = place.remove
    await fillTeam(createSqlStore(engine), TEAM)
    before = await ledger()
  })

  afterEach(async () => {
    await engine?.close()
    remove?.()
  })

  const team = () => createSqlStore(engine).team(TEAM)
  const archive = (on = engine, until = LATER) =>
    archiveCycles(on, { team: TEAM, before: until, folder, catalog, asOf: LATER })

  async function ledger(): Promise<unknown> {
    const charges = await engine
      .ofTeam(TEAM)
      .db.selectFrom('charges')
      .select('charge')
      .where('team_id', '=', TEAM)
      .orderBy('charge')
      .execute()
    const { faults } = await checkTeam(engine, { team: TEAM, catalog })
    return { charges, faults, archived: await team().archivedCycles() }
  }

  async function firstFile(): Promise<string> {
    const cycles = (await team().closings()).map(({ cycle }) => cycle)
    const [first] = cycles.filter((cycle) => cycle >= '2026')
    return join(folder, `${TEAM}.${first}.ndjson.gz`)
  }

  // Elsewhere there is no device that is always full.
  test.skipIf(process.platform !== 'linux').each(STEPS)(
    'at the %s: nothing is gone, and the next run does it',
    async (...step) => {
      const [, obstruct, words] = step
      mkdirSync(folder)
      const obstacle = obstruct(await firstFile())
      await expect(archive()).rejects.toThrow(words)
      expect(await ledger()).toEqual(before)
      rmSync(obstacle, { recursive: true, force: true })
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
      expect((await archive()).length).toBeGreaterThan(1)
      expect(await ledger()).toMatchObject({ faults: [] })
      expect(await ledger()).not.toEqual(before)
    },
  )

  test('that gives back something else: nothing is gone, and the next run does it', async () => {
    const path = await firstFile()
    let isSwapped = false
    const swapping = whileReading(engine, async () => {
      if (isSwapped || !existsSync(folder)) return
      isSwapped = true
      // It is opened beside the first read for it.
      while (!existsSync(`${path}.part`)) await setImmediate()
      renameSync(`${path}.part`, `${path}.written`)
      writeFileSync(`${path}.part`, gzipSync('{"headroom":"charges"}\n'))
    })
    await expect(archive(swapping)).rejects.toThrow('damaged, cut short')
    expect(await ledger()).toEqual(before)
    expect((await archive()).length).toBeGreaterThan(1)
    expect(await ledger()).toMatchObject({ faults: [] })
  })

  test('at whatever statement of taking away: nothing is gone, and the next run does it', async () => {
    const first = (await team().closings()).find(({ cycle }) => cycle >= '2026')
    let failed = 0
    for (;;) {
      const mischief = { ...noMischief(), armed: { kind: 'fails', statement: failed + 1 } as const }
      const archiving = archive(faultyEngine(engine, mischief), first?.end)
      const done = await archiving.catch((error: unknown) => String(error))
      if (typeof done !== 'string') break
      expect(done).toContain('on purpose')
      expect(await ledger()).toEqual(before)
      failed++
    }
    // It locks, looks, writes down the cycle, deletes, and numbers and writes what was done.
    expect(failed).toBeGreaterThan(5)
    expect(await ledger()).toMatchObject({ faults: [], archived: [{ cycle: first?.cycle }] })
  })

  test('what was archived before is named with what went wrong', async () => {
    mkdirSync(folder)
    const cycles = (await team().closings()).filter(({ cycle }) => cycle >= '2026')
    const second = join(folder, `${TEAM}.${cycles[1]?.cycle}.ndjson.gz`)
    folderAt(second)
    const told = archiveCharges(
      { engine, store: createSqlStore(engine), catalog, publicUrl: { url: '', assumed: true } },
      { before: '2026-05', folder, asOf: LATER },
    )
    await expect(told).rejects.toThrow(
      /^acme: 12 charges of the cycle 2026-01-01 are in .*\nIt can't be done: it is a folder .*\nAny other cycle is as it was/,
    )
    expect(await team().archivedCycles()).toMatchObject([{ cycle: '2026-01-01' }])
  })

  test.skipIf(process.platform !== 'linux')(
    'a backup that can’t be written leaves the one of before, and nothing else',
    async () => {
      const { path } = temporaryFolder()
      const file = join(path, 'backup.gz')
      writeFileSync(file, 'of yesterday')
      for (const [device, words] of [
        ['/dev/full', 'ENOSPC'],
        ['/dev/null', 'EINVAL'],
      ] as const) {
        linkTo(device, `${file}.part`)
        await expect(backUp(engine, file)).rejects.toThrow(words)
        expect(readdirSync(path)).toEqual(['backup.gz'])
      }
      await backUp(engine, file)
      expect(readdirSync(path)).toEqual(['backup.gz'])
      rmSync(path, { recursive: true })
    },
  )
})

test('what was archived or backed up is there after a power cut, with its name', async (context) => {
  const volume = await mountVolume(64)
  if ('missing' in volume) return context.skip(volume.missing)
  context.onTestFinished(volume.remove)
  const engine = await openSqlite({ folder: ':memory:', role: 'server' })
  context.onTestFinished(engine.close)
  await fillTeam(createSqlStore(engine), TEAM)
  const folder = join(volume.path, 'of', 'acme')
  const done = await archiveCycles(engine, {
    team: TEAM,
    before: LATER,
    folder,
    catalog,
    asOf: LATER,
  })
  await backUp(engine, join(volume.path, 'backup.gz'))
  writeFileSync(join(volume.path, 'witness'), 'not flushed')
  await volume.cut()
  await volume.back()
  const files = done.flatMap(({ file }) => [file, `${file}.json`])
  expect(readdirSync(folder).toSorted()).toEqual(files.toSorted())
  expect(readdirSync(volume.path)).toContain('backup.gz')
  for (const { file } of done) execFileSync('gzip', ['--test', join(folder, file)])
  expect(readdirSync(volume.path)).not.toContain('witness')
})

function folderAt(path: string): string {
  mkdirSync(join(path, 'in the way'), { recursive: true })
  return path
}

function linkTo(device: string, path: string): string {
  symlinkSync(device, path)
  return path
}

/** An engine with something that happens at each statement outside of transactions. */
function whileReading(engine: Engine, happens: () => Promise<void>): Engine {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await happens()
      return result
    },
  }
  return {
    ...engine,
    ofTeam: (id) => {
      const rows = engine.ofTeam(id)
      return { ...rows, db: rows.db.withPlugin(plugin) }
    },
  }
}
