import { OperatorError } from '../operator-error.ts'
import { readArguments, runTool } from './command-line.ts'
import { eraseOne, eraseWhole } from './erase.ts'
import { inviteSomebody } from './invite.ts'
import { withLedger } from './open-ledger.ts'
import { keepFor } from './retention.ts'
import { addMember, addTeam, listTeams, putOnPlan } from './teams.ts'

const USAGE = `Usage: npm run team -- COMMAND [options]

  add ID --name NAME --plan PLAN --zone ZONE --anchor YYYY-MM-DD
      Makes a team. It is billed monthly from the anchor, at the start of the day in its zone.
  list
      Shows the teams.
  plan TEAM PLAN
      Puts a team on another plan, from now on. Cycles that are over keep theirs.
  add-member TEAM ID --name NAME --email ADDRESS [--roles admin,billing,member]
      Adds a member to a team.
  retention TEAM MONTHS
      For how many months single charges are kept before "npm run ledger -- archive" takes them; "ever" is
      for ever. Totals and invoices always stay. Refused events go by themselves after that time, with "ever"
      after two years.
  invite TEAM ADDRESS [--roles admin,billing,member] [--member ID]
      Makes a link with which somebody signs in and joins a team, or goes on as a member who is in it.
  erase-member TEAM ID --yes ID
      Takes a person out of all that is kept: name, address, id, sign-in. What they used stays, to the
      credit, under a pseudonym.
  erase TEAM --yes TEAM (--invoices FILE | --without-invoices)
      Takes away all of a team, after writing its final invoices to a file.

  --data FOLDER   the data folder, if not the one in HEADROOM_DATA`

await runTool(async () => {
  const { values, positionals } = readArguments(
    {
      name: { type: 'string' },
      plan: { type: 'string' },
      zone: { type: 'string' },
      anchor: { type: 'string' },
      email: { type: 'string' },
      roles: { type: 'string' },
      member: { type: 'string' },
      yes: { type: 'string' },
      invoices: { type: 'string' },
      'without-invoices': { type: 'boolean' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    USAGE,
  )
  const [command, first, second, ...others] = positionals
  if (values.help) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const isComplete =
    (command === 'add' && first !== undefined && second === undefined) ||
    (command === 'list' && first === undefined) ||
    (command === 'erase' && first !== undefined && second === undefined) ||
    (command === 'erase-member' && second !== undefined) ||
    ((command === 'plan' || command === 'retention') && second !== undefined) ||
    ((command === 'add-member' || command === 'invite') && second !== undefined)
  if (!isComplete || others.length > 0) throw new OperatorError(USAGE)
  const said = await withLedger(values, (ledger) => {
    const now = Date.now()
    if (command === 'add') return addTeam(ledger, { ...values, id: first }, now)
    if (command === 'list') return listTeams(ledger)
    if (command === 'plan') return putOnPlan(ledger, { team: first, plan: second }, now)
    if (command === 'erase') {
      const { 'without-invoices': withoutInvoices = false, yes, invoices } = values
      return eraseWhole(ledger, { team: first ?? '', yes, invoices, withoutInvoices }, now)
    }
    if (command === 'erase-member') {
      const asked = { team: first ?? '', member: second ?? '', yes: values.yes }
      return eraseOne(ledger, asked, now)
    }
    if (command === 'retention') return keepFor(ledger, { team: first, months: second }, now)
    if (command === 'invite') {
      const { publicUrl } = ledger
      return inviteSomebody(
        ledger,
        { ...values, team: first, address: second },
        { asOf: now, publicUrl },
      )
    }
    return addMember(ledger, { ...values, team: first, id: second }, now)
  })
  process.stdout.write(`${said}\n`)
})
