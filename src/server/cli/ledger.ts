import { OperatorError } from '../operator-error.ts'
import { checkLedger } from './check-ledger.ts'
import { readArguments, runTool } from './command-line.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run ledger -- check [--team TEAM] [--repair] [options]

  check
      Whether each team's charges, sums, accounts, bonus credits and invoices agree. May run beside the
      server. With --repair what follows from the charges is made anew where it does not; charges,
      bonus credits and invoices are never changed.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      team: { type: 'string' },
      repair: { type: 'boolean' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  if (positionals.join(' ') !== 'check') throw new OperatorError(USAGE)
  const { team, repair = false } = values
  const said = await withLedger(values, (ledger) =>
    checkLedger(ledger, { team, repair, asOf: Date.now() }),
  )
  process.stdout.write(`${said}\n`)
})
