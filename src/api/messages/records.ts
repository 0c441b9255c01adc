import type { Channel, DeliveryState } from '#shared/contract/delivery.ts'
import type { MessageContent } from '#shared/contract/message.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Audience, MailTopic } from '#shared/credits/notices.ts'

/** Something that people are told. */
export type Message = {
  /** Made of what caused it, so it is its idempotency key: the same cause makes no second one. */
  id: string
  audience: Audience
  content: MessageContent
  createdAt: Millis
  /** A digest takes in more members until then, or until a worker begins to send it. */
  gathersUntil?: Millis
}

export type DeliveryKey = {
  message: string
  channel: Channel
  /** A member's id, or a webhook endpoint's. */
  recipient: string
}

export type Delivery = DeliveryKey & {
  state: DeliveryState
  /** Since it was last asked for. */
  attempts: number
  /** Before it was last asked for again. */
  earlierAttempts: number
  /** How often it was asked for again. */
  resends: number
  /** When the next attempt is due; of one that is being sent, when its lease ends. */
  dueAt?: Millis
  /** Names the attempt under way: only that one may say how it went. */
  lease?: string
  /** How the last attempt went. */
  outcome?: { at: Millis; detail: string }
  createdAt: Millis
  readAt?: Millis
}

export type Letter = { message: Message; delivery: Delivery }

/** A person's choice of mails; without one, mails are sent. */
export type MailChoice = { member: string; topic: MailTopic; on: boolean }

export type Endpoint = {
  id: string
  url: string
  secret: string
  /** `failed`: turned off because it took nothing for too long. */
  state: 'on' | 'off' | 'failed'
  createdAt: Millis
  failingSince?: Millis
}
