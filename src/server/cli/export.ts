import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { openExport, writeExport } from './exports.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run export -- KIND --team TEAM [options]

  charges   each charge with its event, rate, buckets and cost
  usage     use by local day, resource and kind
  focus     credits and money in the columns of FOCUS 1.2 (see docs/exporting.md)

  --team TEAM           whose
  --cycle YYYY-MM-DD    a billing cycle by its first day; the open one if none is named
  --out FILE            where to; a name is made if none is given, - is the standard output
  --data FOLDER         the data folder, if not the one in HEADROOM_DATA`

const SCRIPT = 'export'

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      team: { type: 'string' },
      cycle: { type: 'string' },
      out: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const [kind, ...others] = positionals
  const { team, cycle, out: file } = values
  if (kind === undefined || team === undefined || others.length > 0) throw new OperatorError(USAGE)
  await withLedger(values, async (ledger) => {
    const download = await openExport(ledger, { kind, team, cycle, asOf: Date.now() })
    const written = await writeExport(download, { folder: caller(), file, out: process.stdout })
    if (written !== undefined) process.stdout.write(`Written to ${written}\n`)
  })
})

/** npm runs its scripts in the project's folder, wherever it was called. */
function caller(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env
  return script === SCRIPT ? (folder ?? '.') : '.'
}
