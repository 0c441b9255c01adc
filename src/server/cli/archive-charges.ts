import { join } from 'node:path'
import { StoreUnavailable } from '#api/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { keptSince } from '#shared/credits/retention.ts'
import { archiveCycles, unarchive } from '../archiving/archive-cycles.ts'
import type { Manifest } from '../archiving/format.ts'
import { systemFault } from '../import/system-fault.ts'
import { OperatorError } from '../operator-error.ts'
import type { OpenLedger } from './open-ledger.ts'

type Asked = {
  /** A month, `2025-01`: cycles that ended by its first instant in UTC. */
  before?: string | undefined
  team?: string | undefined
  folder: string
  asOf: Millis
}

/** Each of these gives what to tell the operator. */
export async function archiveCharges(ledger: OpenLedger, asked: Asked): Promise<string> {
  const { engine, store, catalog } = ledger
  const { team: only, folder, asOf } = asked
  const before = asked.before === undefined ? undefined : monthStart(asked.before)
  const teams = (await store.teams()).filter(({ id }) => only === undefined || id === only)
  if (only !== undefined && teams.length === 0) {
    throw new OperatorError(`There is no team ${only}.`)
  }
  const told: string[] = []
  const done = ({ team, cycle, charges, file }: Manifest) =>
    told.push(`${team}: ${charges} charges of the cycle ${cycle} are in ${join(folder, file)}`)
  try {
    for (const { id, retentionMonths: months } of teams) {
      const until = before ?? (months === undefined ? undefined : keptSince({ months, asOf }))
      if (until === undefined) continue
      await archiveCycles(engine, { team: id, before: until, folder, catalog, asOf, done })
    }
  } catch (error) {
    throw brokenOff(error, told)
  }
  const dropped = (await engine.months?.dropEmpty(before ?? asOf)) ?? []
  told.push(...dropped.map((name) => `The partition ${name} is empty and gone.`))
  return told.length === 0 ? 'There is nothing to archive.' : told.join('\n')
}

export async function unarchiveCharges(
  { engine }: Pick<OpenLedger, 'engine'>,
  { files, asOf }: { files: readonly string[]; asOf: Millis },
): Promise<string> {
  const told: string[] = []
  for (const path of files) {
    const { head, charges } = await unarchive(engine, { path, asOf })
    told.push(
      `${head.team}: ${charges} charges of the cycle ${head.cycle} are in the ledger again.`,
    )
  }
  return told.join('\n')
}

/** Gives each month that has charges a partition of its own. */
export async function spreadMonths({ engine }: Pick<OpenLedger, 'engine'>): Promise<string> {
  if (!engine.months) throw new OperatorError('Only a PostgreSQL has charges in partitions.')
  const made = await engine.months.spread()
  return made.length === 0 ? 'Every charge lies in its month.' : `Made: ${made.join(', ')}.`
}

/** What was archived before is, so the operator has to hear of it. */
function brokenOff(error: unknown, told: readonly string[]): unknown {
  const isMendable = error instanceof StoreUnavailable || error instanceof OperatorError
  const fault = systemFault(error)
  if (!isMendable && fault === undefined) return error
  const why = error instanceof Error ? error.message : ''
  const words = [
    ...told,
    fault === undefined ? why : `It can't be done: ${fault} (${why}).`,
    'Any other cycle is as it was, or wholly archived. Once that is mended, run it again.',
  ]
  return new OperatorError(words.join('\n'), { cause: error })
}

function monthStart(text: string): Millis {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    throw new OperatorError(`--before: must be a month such as 2025-01, not ${text}.`)
  }
  return Date.parse(`${text}-01T00:00:00Z`)
}
