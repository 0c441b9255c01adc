import { join } from 'node:path'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Checked, checkIn } from '../check/check-team.ts'
import type { Engine } from '../database/engine.ts'
import { createSqlStore } from '../database/store.ts'
import { writeTeam } from '../database/write-team.ts'
import { OperatorError } from '../operator-error.ts'
import { takeBack } from './archive-cycles.ts'
import { readCharges } from './charges-file.ts'
import { fileName } from './format.ts'

/**
 * Checks a team's books with the charges of its archived cycles, from their files: they are put back in a
 * transaction that is undone. Others of the team wait meanwhile.
 */
export async function checkWithArchives(
  engine: Engine,
  { team, catalog, folder }: { team: string; catalog: Catalog; folder: string },
): Promise<Checked> {
  const archived = await createSqlStore(engine).team(team).archivedCycles()
  const undone = new Error('undone')
  let checked: Checked | undefined
  const checking = writeTeam(engine, team, async (tx, db) => {
    const missing: string[] = []
    for (const { cycle } of archived) {
      const path = join(folder, fileName({ team, cycle }))
      try {
        await takeBack(tx, { path, read: await readCharges(path) })
      } catch (error) {
        missing.push(`archives: ${wordsOf(error)}`)
        if (!isOfTheFile(error)) throw error
      }
    }
    const found = await checkIn(engine, db, { team, catalog })
    checked = { ...found, faults: [...missing, ...found.faults] }
    throw undone
  })
  const failure = await checking.catch((error: unknown) => error)
  if (failure !== undone || !checked) throw failure
  return checked
}

function isOfTheFile(error: unknown): boolean {
  if (error instanceof OperatorError) return true
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
