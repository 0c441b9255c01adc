import type { Millis } from '#shared/credits/amounts.ts'
import type { Endpoint, Letter } from '../messages/records.ts'
import { wordsOf } from '../messages/words.ts'
import type { Store, TeamStore } from '../ports.ts'
import type { Team } from '../records.ts'
import { sha256Hex } from '../sha256.ts'
import type { Carriers, Outcome } from './ports.ts'
import { postMail } from './post-mail.ts'
import { linkTo, renderMail } from './render-mail.ts'

export type Sender = {
  carriers: Carriers
  /** Where people reach the page: what links begin with. */
  publicUrl: string
}

/** One attempt at one delivery. */
export async function sendLetter(
  letter: Letter,
  of: {
    team: Team
    store: TeamStore
    /** Where mails are kept that there is nothing to send with. */
    mails: Pick<Store, 'keepMail'>
    endpoints: readonly Endpoint[]
    at: Millis
    sender: Sender
    signal: AbortSignal
  },
): Promise<Outcome> {
  const { channel } = letter.delivery
  switch (channel) {
    case 'inbox':
      return { kind: 'sent', detail: 'In the inbox' }
    case 'mail':
      return sendMail(letter, of)
    case 'webhook':
      return callWebhook(letter, of)
    default:
      return channel satisfies never
  }
}

async function sendMail(
  { message, delivery }: Letter,
  of: {
    team: Team
    store: TeamStore
    mails: Pick<Store, 'keepMail'>
    at: Millis
    sender: Sender
  },
): Promise<Outcome> {
  const { team, store, mails, at, sender } = of
  const [member] = await store.members([delivery.recipient])
  if (!member || member.removedAt !== undefined) return final('They are no longer in the team.')
  if (!isAddress(member.email)) return final('Their address is not one that mail can be sent to.')
  const words = wordsOf(message.content, team)
  const key = [team.id, message.id, member.id, delivery.resends]
  const mail = {
    to: { name: member.name, address: member.email },
    ...renderMail(words, { team, publicUrl: sender.publicUrl }),
    messageId: `<${digestOf(key)}@${new URL(sender.publicUrl).hostname}>`,
  }
  const carry = team.example ? keepExample : sender.carriers.mail
  return postMail(mail, { carry, store: mails, team: team.id, at })
}

async function keepExample(): Promise<Outcome> {
  return { kind: 'kept', detail: 'An example team’s mails are not sent.' }
}

async function callWebhook(
  { message, delivery }: Letter,
  of: {
    team: Team
    endpoints: readonly Endpoint[]
    at: Millis
    sender: Sender
    signal: AbortSignal
  },
): Promise<Outcome> {
  const { team, endpoints, at, sender, signal } = of
  const endpoint = endpoints.find(({ id }) => id === delivery.recipient)
  if (!endpoint) return final('The endpoint was removed.')
  if (endpoint.state !== 'on') return final('The endpoint is turned off.')
  const words = wordsOf(message.content, team)
  const { id, content, createdAt } = message
  const body = JSON.stringify({
    type: `headroom.${content.kind}`,
    timestamp: new Date(createdAt).toISOString(),
    data: {
      team: { id: team.id, name: team.name },
      message: id,
      subject: words.subject,
      text: words.lines,
      link: linkTo(sender.publicUrl, { path: words.path, team: team.id }),
      ...content,
    },
  })
  const { url, secret } = endpoint
  const key = `msg_${digestOf([team.id, id, endpoint.id])}`
  return sender.carriers.webhook({ url, secret, id: key, at, body }, signal)
}

function final(detail: string): Outcome {
  return { kind: 'failed', detail, isFinal: true }
}

/** One plain address: nothing that a mail header would read as more than that. */
function isAddress(text: string): boolean {
  return /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u.test(text)
}

/** Stable, and safe in a header whatever the ids hold. */
function digestOf(parts: readonly (string | number)[]): string {
  return sha256Hex(JSON.stringify(parts)).slice(0, 40)
}
