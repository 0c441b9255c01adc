import type { Millis } from '#shared/credits/amounts.ts'

/** How one attempt went. */
export type Outcome =
  | { kind: 'sent'; detail: string }
  /** Not sent and not to be: there is nothing to send it with. */
  | { kind: 'kept'; detail: string }
  /** `isFinal`: trying again gives the same. */
  | { kind: 'failed'; detail: string; isFinal: boolean }

export type Mail = {
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  /** The same at each attempt, so that a receiver can tell a second copy. */
  messageId: string
}

/** One that there was nothing to send with: the operator can read it. */
export type KeptMail = Mail & {
  at: Millis
  /** Absent for a mail that is of no team. */
  team?: string
}

export type Call = {
  url: string
  secret: string
  /** The receiver's key to tell a second copy by. */
  id: string
  at: Millis
  body: string
}

/** Both are bounded in time, well within a lease, and never throw for what a receiver does. */
export type Carriers = {
  mail: (mail: Mail) => Promise<Outcome>
  /** @param signal breaks it off */
  webhook: (call: Call, signal?: AbortSignal) => Promise<Outcome>
}
