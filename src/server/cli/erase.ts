import { randomBytes } from 'node:crypto'
import type { Millis } from '#shared/credits/amounts.ts'
import { eraseMember } from '../erasing/erase-member.ts'
import { eraseTeam } from '../erasing/erase-team.ts'
import { OperatorError } from '../operator-error.ts'
import type { OpenLedger } from './open-ledger.ts'

type Opened = Pick<OpenLedger, 'engine' | 'store'>

/** Each of these gives what to tell the operator. */
export async function eraseOne(
  ledger: Opened,
  asked: { team: string; member: string; yes: string | undefined },
  asOf: Millis,
): Promise<string> {
  const { team, member, yes } = asked
  refuseUnsure({ what: member, yes })
  const pseudonym = `erased-${randomBytes(4).toString('hex')}`
  const { entries, forgotten } = await eraseMember(ledger, { team, member, pseudonym, asOf })
  return [
    `Everything of the member is erased from ${team}; what they used stays, as of ${pseudonym}.`,
    `${entries} entries of the audit log were written anew without them.`,
    ...(forgotten ? ['They can’t sign in any more: they were in no other team.'] : []),
    await overwritten(ledger),
  ].join('\n')
}

export async function eraseWhole(
  ledger: Opened,
  asked: {
    team: string
    yes: string | undefined
    invoices: string | undefined
    withoutInvoices: boolean
  },
  asOf: Millis,
): Promise<string> {
  const { team, yes, invoices, withoutInvoices } = asked
  refuseUnsure({ what: team, yes })
  if ((invoices === undefined) !== withoutInvoices) {
    throw new OperatorError(
      'Say where its invoices go (--invoices FILE), or that nobody is to have them (--without-invoices).',
    )
  }
  const gone = await eraseTeam(ledger, { team, invoices, asOf })
  return [
    `Everything of the team ${team} is erased.`,
    ...(invoices === undefined ? [] : [`Its ${gone.invoices} invoices are in ${invoices}.`]),
    `${gone.persons} people who were in no other team can’t sign in any more.`,
    await overwritten(ledger),
  ].join('\n')
}

async function overwritten({ engine }: Opened): Promise<string> {
  return (await engine.vacuum())
    ? 'Backups and archives of before still hold it.'
    : 'What was deleted still lies in freed pages of the file: stop the server, and run "npm run ledger -- vacuum". Backups and archives of before hold it, too.'
}

/** It can't be taken back. */
function refuseUnsure({ what, yes }: { what: string; yes: string | undefined }): void {
  if (yes === what) return
  throw new OperatorError(`This can’t be taken back. If you are sure, add --yes ${what}.`)
}
