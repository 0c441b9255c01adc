import { OperatorError } from '../operator-error.ts'
import { backUp, move, restore } from './archive.ts'
import { archiveCharges, spreadMonths, unarchiveCharges } from './archive-charges.ts'
import { checkLedger } from './check-ledger.ts'
import { readArguments, runTool } from './command-line.ts'
import { type OpenLedger, withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run ledger -- COMMAND [options]

  check [--team TEAM] [--repair] [--archives FOLDER]
      Whether each team's charges, sums, accounts, bonus credits and invoices agree. May run beside the
      server. With --repair what follows from the charges is made anew where it does not; charges,
      bonus credits and invoices are never changed. With the folder of archived charges these are added up,
      too; nobody writes to a team meanwhile.
  backup FILE
      Writes all that the database holds, as of one moment, beside a running server. The same file can
      be restored into either database. Keep it as safe as the database, and HEADROOM_SECRET apart.
  restore FILE
      Fills an empty database with it, all or nothing, and checks it.
  move --to URL
      Copies all into an empty PostgreSQL, and checks it. Stop the server before; start it with
      DATABASE_URL then.
  archive --to FOLDER [--before YYYY-MM] [--team TEAM]
      Moves single charges of closed cycles into files: of cycles that ended before the month, or else of
      those that each team no longer keeps (npm run team -- retention). Every total stays.
  unarchive FILE...
      Puts the charges of such files back.
  months
      In a PostgreSQL, gives each month that has charges a partition. Writing waits meanwhile.
  vacuum
      Writes the database anew without what was deleted from it.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

type Values = {
  team?: string | undefined
  repair?: boolean | undefined
  to?: string | undefined
  before?: string | undefined
  archives?: string | undefined
}

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      team: { type: 'string' },
      repair: { type: 'boolean' },
      to: { type: 'string' },
      before: { type: 'string' },
      archives: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const work = workOf(positionals, values)
  const said = await withLedger(values, work)
  process.stdout.write(`${said}\n`)
})

function workOf(
  [command, file, ...others]: readonly string[],
  values: Values,
): (ledger: OpenLedger) => Promise<string> {
  const { team, repair = false, to } = values
  if (command === 'unarchive' && file !== undefined) {
    const files = [file, ...others]
    return (ledger) => unarchiveCharges(ledger, { files, asOf: Date.now() })
  }
  if (others.length > 0) throw new OperatorError(USAGE)
  if (command === 'archive' && file === undefined && to !== undefined) {
    const { before } = values
    return (ledger) => archiveCharges(ledger, { folder: to, before, team, asOf: Date.now() })
  }
  if (command === 'months' && file === undefined) return spreadMonths
  if (command === 'vacuum' && file === undefined) {
    return async ({ engine }) =>
      (await engine.vacuum()) ? 'Done.' : 'Others are reading: stop the server, and try again.'
  }
  if (command === 'check' && file === undefined) {
    const { archives } = values
    return (ledger) => checkLedger(ledger, { team, repair, archives, asOf: Date.now() })
  }
  if (command === 'backup' && file !== undefined) {
    return async ({ engine }) => `${rowsIn(await backUp(engine, file))} written to ${file}.`
  }
  if (command === 'restore' && file !== undefined) {
    return async (ledger) => {
      const counts = await restore(ledger.engine, file)
      return [`${rowsIn(counts)} restored.`, await checked(ledger)].join('\n')
    }
  }
  if (command === 'move' && file === undefined && to !== undefined) {
    return async ({ engine, catalog }) => {
      const { counts, said } = await move(engine, to, (moved) => checked({ ...moved, catalog }))
      return [`${rowsIn(counts)} moved.`, said].join('\n')
    }
  }
  throw new OperatorError(USAGE)
}

function checked(ledger: Pick<OpenLedger, 'store' | 'engine' | 'catalog'>): Promise<string> {
  return checkLedger(ledger, { repair: false, asOf: Date.now() })
}

function rowsIn(counts: Record<string, number>): string {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`
}
