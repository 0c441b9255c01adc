import { OperatorError } from '../operator-error.ts'
import { verifyAudit } from './audit-chains.ts'
import { readArguments, runTool } from './command-line.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run audit -- verify [options]

  verify
      Goes through the audit log of every team, and of the server, and says whether each is as it was
      written. Keep the last hashes elsewhere: entries cut off at the end are seen only by them.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

await runTool(async () => {
  const { values, positionals } = readArguments(
    { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  if (positionals.join(' ') !== 'verify') throw new OperatorError(USAGE)
  process.stdout.write(`${await withLedger(values, verifyAudit)}\n`)
})
