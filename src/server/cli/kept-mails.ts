import type { KeptMail } from '#api/delivery/ports.ts'
import type { Ledger } from './open-ledger.ts'
import { printable } from './printable.ts'

/** The mails that were kept, newest first, for a person to read. */
export async function listKeptMails({ store }: Ledger, limit: number): Promise<string> {
  const mails = await store.keptMails({ limit: limit + 1 })
  if (mails.length === 0) return 'No mail was kept.'
  const shown = mails.slice(0, limit).map(described)
  if (mails.length > limit) shown.push(`There are more than these ${limit}: see --limit.`)
  return shown.join('\n\n')
}

function described({ to, subject, team, at, text }: KeptMail): string {
  const head = [
    subject,
    `  to ${to.name} <${to.address}>, ${team === undefined ? 'of no team' : `team ${team}`}, kept at ${new Date(at).toISOString()}`,
  ]
  const body = text.trimEnd().split('\n')
  return [...head, ...body.map((line) => (line === '' ? '' : `  ${line}`))]
    .map(printable)
    .join('\n')
}
