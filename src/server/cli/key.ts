import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { addKey, endKey, listKeys } from './keys.ts'
import { withLedger } from './open-ledger.ts'

const USAGE = `Usage: npm run key -- COMMAND [options]

  add NAME --scopes events,runs,teams,embed [--teams acme,beta] [--source /flows/]
      [--roles admin,billing,member] [--days N]
      Makes a key for a host product and shows it, once. It is for all teams if none is named.
      A key that sends events names what the source of its events begins with; one that embeds
      opens the dashboard with the roles of the member, or with no more than --roles says.
  list
      Shows the keys that were made here. Those of one team only, its Admins make on the page.
  end ID
      Revokes a key at once.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      scopes: { type: 'string' },
      teams: { type: 'string' },
      source: { type: 'string' },
      roles: { type: 'string' },
      days: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  const [command, named, ...others] = positionals
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const isComplete =
    (command === 'list' && named === undefined) ||
    ((command === 'add' || command === 'end') && named !== undefined)
  if (!isComplete || others.length > 0) throw new OperatorError(USAGE)
  const said = await withLedger(values, (ledger) => {
    const now = Date.now()
    if (command === 'add') return addKey(ledger, { ...values, name: named }, now)
    if (command === 'end') return endKey(ledger, named ?? '', now)
    return listKeys(ledger, now)
  })
  process.stdout.write(`${said}\n`)
})
