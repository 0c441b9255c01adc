import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { TeamReads, TeamStore, TeamWrites } from '#api/ports.ts'
import type { ChargeRecord, Closing } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { isArchivable } from '#shared/credits/retention.ts'
import { makeFolder } from '../archive/whole-file.ts'
import { checkTeam } from '../check/check-team.ts'
import { sealOf } from '../check/seal.ts'
import type { Engine } from '../database/engine.ts'
import { createSqlStore } from '../database/store.ts'
import { writeTeam } from '../database/write-team.ts'
import { OperatorError } from '../operator-error.ts'
import { type ReadCharges, readCharges, throughCharges, writeCharges } from './charges-file.ts'
import type { Head, Manifest } from './format.ts'

type Asked = {
  team: string
  before: Millis
  folder: string
  catalog: Catalog
  asOf: Millis
  /** Told of each cycle as soon as it is done: a later one may fail. */
  done?: (manifest: Manifest) => void
}

/** In memory at a time. */
const PAGE = 1_000

/**
 * Moves the charges of a team's closed cycles that ended by `before` into files of the folder. Each
 * cycle by itself: its file is on disk, read back and what the ledger holds before a row of it goes, and
 * the rows go in one transaction. Ended in the middle, it is done again.
 *
 * @throws OperatorError where the team's books do not agree: what is wrong must not become final
 */
export async function archiveCycles(engine: Engine, asked: Asked): Promise<Manifest[]> {
  const { team: id, before, folder, catalog, asOf } = asked
  const team = createSqlStore(engine).team(id)
  const there = new Set((await team.archivedCycles()).map(({ cycle }) => cycle))
  const due = (await team.closings()).filter(
    (closing) => isArchivable(closing, { before, asOf }) && !there.has(closing.cycle),
  )
  const filled: Closing[] = []
  for (const closing of due) if (await hasCharges(team, closing)) filled.push(closing)
  if (filled.length === 0) return []
  const { faults } = await checkTeam(engine, { team: id, catalog })
  if (faults.length > 0) {
    throw new OperatorError(
      [...faults.map((fault) => `${id}: ${fault}`), 'Nothing was archived of this team.'].join(
        '\n',
      ),
    )
  }
  await makeFolder(folder)
  const all: Manifest[] = []
  for (const closing of filled) {
    const manifest = await archiveCycle(engine, { id, team, closing, folder, asOf })
    all.push(manifest)
    asked.done?.(manifest)
  }
  return all
}

async function archiveCycle(
  engine: Engine,
  options: { id: string; team: TeamStore; closing: Closing; folder: string; asOf: Millis },
): Promise<Manifest> {
  const { id, team, closing, folder, asOf } = options
  const { cycle, start, end } = closing
  const head: Head = { headroom: 'charges', team: id, cycle, start, end }
  const { path, manifest } = await writeCharges(head, chargesOf(team, closing), folder)
  const { sha256, charges, sums, file } = manifest
  if ((await readCharges(path)).sha256 !== sha256) throw misread(path)
  await writeTeam(engine, id, async (tx, db) => {
    // Once more, now that nobody else writes: what goes is what the file holds, to the letter.
    const held = await throughCharges(head, chargesOf(tx, closing))
    if (held.sha256 !== sha256) throw misread(path)
    const seal = await sealOf(db, { team: id, cycle: closing })
    const archived = { cycle, start, end, archivedAt: asOf, charges, sums, sha256, seal }
    const gone = await tx.archiveCycle(archived)
    if (gone !== charges) throw misread(path)
    const object = { id: cycle, name: `Cycle of ${cycle}` }
    const change = { action: 'charges-archived', object, after: { charges, file, sha256 } } as const
    await tx.record(entryOf({ by: OPERATOR, asOf }, change))
  })
  return manifest
}

/**
 * Puts the charges of a file back where they were.
 *
 * @throws OperatorError where it is not the file that the ledger wrote: nothing is changed
 */
export async function unarchive(
  engine: Engine,
  { path, asOf }: { path: string; asOf: Millis },
): Promise<ReadCharges> {
  const read = await readCharges(path)
  const { team, cycle } = read.head
  if (!(await createSqlStore(engine).team(team).profile())) {
    throw new OperatorError(`${path} is of the team ${team}, which is not here.`)
  }
  await writeTeam(engine, team, async (tx) => {
    await takeBack(tx, { path, read })
    const object = { id: cycle, name: `Cycle of ${cycle}` }
    const change = { action: 'charges-restored', object, after: { charges: read.charges } } as const
    await tx.record(entryOf({ by: OPERATOR, asOf }, change))
  })
  return read
}

/** In a transaction that is alone on the team. */
export async function takeBack(
  tx: TeamWrites,
  { path, read }: { path: string; read: ReadCharges },
): Promise<void> {
  const { cycle } = read.head
  const archived = (await tx.archivedCycles()).find((known) => known.cycle === cycle)
  if (!archived) {
    throw new OperatorError(`${path}: the charges of the cycle ${cycle} are in the ledger already.`)
  }
  if (archived.sha256 !== read.sha256) {
    throw new OperatorError(`${path} is not the file that was written of the cycle ${cycle}.`)
  }
  await tx.forgetArchive(cycle)
  const again = await readCharges(path, (charges) => tx.unarchive(charges))
  if (again.sha256 !== archived.sha256) throw new OperatorError(`${path} changed meanwhile.`)
}

async function hasCharges(team: TeamReads, closing: Closing): Promise<boolean> {
  for await (const _ of chargesOf(team, closing)) return true
  return false
}

async function* chargesOf(
  reads: TeamReads,
  { start, end }: Closing,
): AsyncGenerator<ChargeRecord[]> {
  const upTo = await reads.lastCharge()
  for (const resource of RESOURCES) {
    let after: { bookedAt: Millis; charge: number } | undefined
    for (;;) {
      const query = { resource, from: start, to: end, upTo, after, limit: PAGE }
      const rows = await reads.chargesInOrder(query)
      if (rows.length > 0) yield rows
      after = rows.at(-1)
      if (!after || rows.length < PAGE) break
    }
  }
}

function misread(path: string): OperatorError {
  return new OperatorError(
    `${path} does not hold what the ledger does: nothing was taken away. Archive again.`,
  )
}
