import type { Channel, DeliveryState } from '#shared/contract/delivery.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Digest } from '#shared/credits/notices.ts'
import type { Member } from '../records.ts'
import type { Delivery, DeliveryKey, Endpoint, Letter, MailChoice, Message } from './records.ts'

export type MessageReads = {
  /** Who holds Admin or Billing and is still there, by name. */
  adminsAndBilling: () => Promise<Member[]>
  messages: (ids: readonly string[]) => Promise<Message[]>
  /** Those whose id is `cause`, or goes on after it with a colon. */
  messagesFor: (cause: string) => Promise<Message[]>
  deliveries: (keys: readonly DeliveryKey[]) => Promise<Delivery[]>
  /** Newest first. */
  inbox: (query: InboxQuery) => Promise<Letter[]>
  countUnread: (recipient: string) => Promise<number>
  /** Newest first. */
  deliveryPage: (query: DeliveryPageQuery) => Promise<Letter[]>
  mailChoices: (members: readonly string[]) => Promise<MailChoice[]>
  /** In the order in which they were made. */
  endpoints: () => Promise<Endpoint[]>
}

export type MessageWrites = {
  /** Digests of the kind that still take in members; no worker sends one meanwhile. */
  gathering: (query: { kind: Digest; at: Millis }) => Promise<Message[]>
  saveMessages: (rows: readonly Message[]) => Promise<void>
  saveDeliveries: (rows: readonly Delivery[]) => Promise<void>
  saveMailChoices: (rows: readonly MailChoice[]) => Promise<void>
  saveEndpoints: (rows: readonly Endpoint[]) => Promise<void>
  deleteEndpoint: (id: string) => Promise<void>
  markInbox: (options: {
    recipient: string
    messages: readonly string[] | 'all'
    /** Absent: not read after all. */
    readAt: Millis | undefined
  }) => Promise<void>
}

/** What workers do, several at once, without holding the team up. */
export type Outbox = {
  /**
   * Leases what is due, those first that are due first. What another worker is leasing at this
   * moment is skipped; a lease that ended is due again. A digest among them gathers no more.
   */
  takeDue: (options: {
    at: Millis
    lease: string
    until: Millis
    limit: number
    /** What there is no place for now is left as it is. */
    except?: { mail: boolean; webhooks: 'all' | readonly string[] }
  }) => Promise<Letter[]>
  /** @returns false, and changes nothing, when `lease` isn't this delivery's any more */
  settle: (delivery: Delivery, lease: string) => Promise<boolean>
}

export type InboxQuery = {
  recipient: string
  after?: { at: Millis; message: string } | undefined
  limit: number
}

export type DeliveryPageQuery = {
  channel?: Channel | undefined
  state?: DeliveryState | undefined
  after?: (DeliveryKey & { at: Millis }) | undefined
  limit: number
}
