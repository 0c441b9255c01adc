import { resolve } from 'node:path'
import { importFile } from '../import/import-file.ts'
import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run import -- FILE --team TEAM [options]

FILE holds CloudEvents, one on each line (.ndjson, .jsonl), or is CSV with a mapping.

  --team TEAM        whose usage it is
  --mapping FILE     what the columns of a CSV file are (see docs/importing.md)
  --create-members   make the members that are not there yet; else their rows are rejected
  --source NAME      source of the events; for CSV, else made from the file's name
  --rejected FILE    where rejected rows go, if not to FILE.rejected.ndjson
  --data FOLDER      the data folder, if not the one in HEADROOM_DATA

Importing the same file again counts nothing twice.`

const SCRIPT = 'import'
const SOME_REJECTED = 1
/** What a shell gives for a command that Ctrl-C ended. */
const INTERRUPTED = 130

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      team: { type: 'string' },
      mapping: { type: 'string' },
      'create-members': { type: 'boolean', default: false },
      source: { type: 'string' },
      rejected: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new OperatorError(`Name one file.\n\n${USAGE}`)
  const { team } = values
  if (team === undefined) throw new OperatorError(`Say whose usage it is: --team.\n\n${USAGE}`)
  const stop = stopOnSignal()
  const tally = await withLedger(values, async ({ store, engine, catalog }) => {
    const imported = await importFile(
      {
        file: fromCaller(file),
        team,
        mapping: values.mapping === undefined ? undefined : fromCaller(values.mapping),
        source: values.source,
        createMembers: values['create-members'],
        rejected: values.rejected === undefined ? undefined : fromCaller(values.rejected),
      },
      {
        store,
        catalog,
        now: Date.now,
        clock: () => performance.now(),
        out: process.stdout,
        progress: process.stderr,
        isStopped: () => stop.asked,
      },
    )
    await engine.analyze()
    return imported
  })
  if (tally.rejected + tally.conflict > 0) process.exitCode = SOME_REJECTED
  if (stop.asked) {
    process.stdout.write('Stopped. Run the same command again to go on: nothing counts twice.\n')
    process.exitCode = INTERRUPTED
  }
})

/** The batch in flight ends first; a second signal ends the process at once. */
function stopOnSignal(): { asked: boolean } {
  const stop = { asked: false }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.asked = true
    })
  }
  return stop
}

/** npm runs its scripts in the project's folder, wherever it was called. */
function fromCaller(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env
  return resolve(script === SCRIPT ? (caller ?? '.') : '.', path)
}
