import { existsSync, readdirSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadScenario } from '#api/load-scenario.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { scenario } from '#shared/demo/scenarios.ts'
import { openDatabase } from './database/open.ts'
import { OperatorError } from './operator-error.ts'

/**
 * Makes a new data folder with the example team in it. It is made beside its place and moved there
 * once it is whole: a start that is interrupted leaves no half of an example.
 */
export async function makeExample(folder: string, catalog: Catalog): Promise<void> {
  if (existsSync(folder) && !isEmptyFolder(folder)) return
  const draft = `${resolve(folder)}.new`
  await withoutDraft(draft)
  const { store, close } = await openDatabase({ folder: draft, role: 'server' })
  try {
    await loadScenario({ store, catalog, scenario: scenario('example', Date.now()) })
  } finally {
    await close()
  }
  await rename(draft, folder)
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0
}

/** Drops what an interrupted start left. */
async function withoutDraft(draft: string): Promise<void> {
  try {
    await rm(draft, { recursive: true, force: true })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be written'
    throw new OperatorError(`The folder for the data can't be made: ${why}`, { cause })
  }
}
