import { createTransport } from 'nodemailer'
import type { Carriers, Mail, Outcome } from '#api/delivery/ports.ts'
import { networkFault } from '../network-fault.ts'

export type MailerOptions = {
  /** `smtp://user:password@host:port`; without one mails are kept. */
  url: string | undefined
  from: string
  /** For each of connecting, the greeting and any silence after it. */
  timeoutMs?: number
}

/** Together they must stay within a delivery's lease. */
const TIMEOUT_MS = 15_000
/** The most timeouts that one mail may take in all. */
const PHASES = 5

/** Sends mail by SMTP. What the server says is the outcome; it never throws for it. */
export function createMailer(options: MailerOptions): Carriers['mail'] {
  const { url, from, timeoutMs = TIMEOUT_MS } = options
  if (url === undefined) {
    return async () => ({ kind: 'kept', detail: 'No mail server is set up, so it is kept here.' })
  }
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // What is in a mail is ours alone: it never names a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ to, subject, text, html, messageId }: Mail): Promise<Outcome> => {
    try {
      const sending = transport.sendMail({ from, to, subject, text, html, messageId })
      const sent = await within(timeoutMs * PHASES, sending)
      return { kind: 'sent', detail: sent.response }
    } catch (error) {
      return failure(error)
    }
  }
}

/** A server that says a little every now and then would else never be done. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long.')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What is about this one mail. A refused sign-in or a busy server is the operator's to mend. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE']

function failure(error: unknown): Outcome {
  const detail = error instanceof Error ? wordsOf(error) : 'The mail server did not take it.'
  return { kind: 'failed', detail, isFinal: isPermanent(error) }
}

/** What the server said is its own; what the connection did is said in words. */
function wordsOf(error: Error): string {
  if ('responseCode' in error && typeof error.responseCode === 'number') return error.message
  const fault = networkFault(error)
  return fault === error.message ? fault : `The mail server could not be reached: ${fault}.`
}

function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('code' in error)) return false
  const { responseCode, code } = error
  if (typeof responseCode !== 'number' || typeof code !== 'string') return false
  return responseCode >= 500 && ABOUT_THE_MAIL.includes(code)
}
