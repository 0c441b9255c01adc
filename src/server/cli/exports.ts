import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Download } from '#api/download-route.ts'
import { exportFile } from '#api/exports/export-file.ts'
import { closeCycles } from '#api/invoices/close-due.ts'
import { loadTerms, teamTime } from '#api/ledger/terms.ts'
import { withCharges } from '#api/views/archived.ts'
import { cycleAsked } from '#api/views/view.ts'
import { EXPORT_KINDS, type ExportKind } from '#shared/contract/downloads.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { OperatorError } from '../operator-error.ts'
import type { Ledger } from './open-ledger.ts'

/** A cycle of a team, the open one if none is named. */
export async function openExport(
  { store, catalog }: Ledger,
  asked: { kind: string; team: string; cycle: string | undefined; asOf: Millis },
): Promise<Download> {
  const { asOf } = asked
  const team = store.team(asked.team)
  const profile = await team.profile()
  if (!profile) throw new OperatorError(`There is no team ${asked.team}.`)
  const kind = kindOf(asked.kind)
  await closeCycles(team, { catalog, asOf })
  const terms = await team.read((reads) => loadTerms(reads, catalog))
  const calendar = { reads: team, terms, asOf: teamTime(terms, asOf) }
  const cycle = await cycleAsked(calendar, asked.cycle)
  if (!cycle.ok) throw new OperatorError(cycle.detail)
  const listed =
    kind === 'usage' ? cycle : await withCharges(team, { team: profile, cycle: cycle.value })
  if (!listed.ok) throw new OperatorError(listed.detail)
  const { currency } = catalog
  return exportFile(kind, { team, profile, cycle: cycle.value, currency })
}

function kindOf(text: string): ExportKind {
  const kind = EXPORT_KINDS.find((known) => known === text)
  if (kind) return kind
  throw new OperatorError(`There is no export ${text}: choose ${EXPORT_KINDS.join(', ')}.`)
}

/**
 * Writes it to a file that is there once it is whole, or to `out` for the name `-`.
 *
 * @returns the file's path
 */
export async function writeExport(
  { name, parts }: Download,
  to: { folder: string; file: string | undefined; out: Writable },
): Promise<string | undefined> {
  if (to.file === '-') {
    await pipeline(partsOf(parts), to.out, { end: false })
    return undefined
  }
  const path = to.file === undefined ? join(to.folder, name) : resolve(to.folder, to.file)
  const draft = `${path}.part`
  try {
    await pipeline(partsOf(parts), createWriteStream(draft))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return path
}

/** One part at a time: a part is large, and a queue of sixteen would be most of the memory used. */
function partsOf(parts: AsyncGenerator<string>): Readable {
  return Readable.from(parts, { highWaterMark: 1 })
}
