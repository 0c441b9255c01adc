import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { limitOf } from './limit.ts'
import { type Ledger, withLedger } from './open-ledger.ts'
import { listRejections, type Replayed, replayRejections } from './rejections.ts'

const USAGE = `Usage: npm run rejected -- COMMAND [options]

  list [--limit N]
      Shows the events that were refused, and why; 20 of them if no limit is given.
      What is long is cut.
  replay [--team TEAM]
      Sends them again: after a member, a team or a rate was added. What is taken is removed.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

const DEFAULT_LIMIT = 20
const SOME_REJECTED = 1

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      limit: { type: 'string' },
      team: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const [command, ...others] = positionals
  if ((command !== 'list' && command !== 'replay') || others.length > 0) {
    throw new OperatorError(USAGE)
  }
  const limit = limitOf(values.limit, DEFAULT_LIMIT)
  await withLedger(values, async (ledger) => {
    if (command === 'list') process.stdout.write(`${await listRejections(ledger, limit)}\n`)
    else await replay(ledger, values.team)
  })
})

async function replay(ledger: Ledger, team: string | undefined): Promise<void> {
  const replayed = await replayRejections(ledger, { team, now: Date.now })
  process.stdout.write(`${describe(replayed)}\n`)
  if (replayed.rejected + replayed.conflict > 0) process.exitCode = SOME_REJECTED
}

function describe({ accepted, duplicate, conflict, rejected }: Replayed): string {
  const sent = accepted + duplicate + conflict + rejected
  if (sent === 0) return 'No event is waiting: nothing was sent.'
  return `${sent} sent again: ${accepted} accepted, ${duplicate} duplicate, ${conflict} conflict, ${rejected} rejected. ${conflict + rejected} stay.`
}
