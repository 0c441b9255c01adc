import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { listKeptMails } from './kept-mails.ts'
import { limitOf } from './limit.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run mails -- [--limit N]

  Shows the mails of all teams that were kept, because no mail server is named by SMTP_URL or the
  team is an example: newest first, 5 of them if no limit is given.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

const DEFAULT_LIMIT = 5

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      limit: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  if (positionals.length > 0) throw new OperatorError(USAGE)
  const limit = limitOf(values.limit, DEFAULT_LIMIT)
  await withLedger(values, async (ledger) => {
    process.stdout.write(`${await listKeptMails(ledger, limit)}\n`)
  })
})
