import { MINUTE, type Micros, type Millis } from './amounts.ts'
import type { Threshold } from './crossing.ts'
import type { WorkState } from './limit.ts'

/**
 * Who is told of what, by the AI credits page: a member of each crossing of their own; Admin and
 * Billing when members pass 75 % and when they move to pay-as-you-go; Billing once a cycle when the
 * charges pass a threshold. A limit that the team holds is Admin's and Billing's to know of.
 */
export const AUDIENCES = ['holder', 'admin-and-billing', 'billing'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Members are gathered into one message for as long. */
export const DIGEST_WINDOW: Millis = 10 * MINUTE

/** Named in a digest; how many more there are is counted. */
export const MOST_NAMED = 100

export const DIGESTS = ['members-close', 'members-on-pay-as-you-go'] as const
export type Digest = (typeof DIGESTS)[number]

export type Notice =
  | { kind: 'limit'; audience: Audience }
  | { kind: Digest; audience: 'admin-and-billing' }

/** What must be sent for one crossing: always at least the alert itself. */
export function noticesOf(crossing: {
  holder: 'member' | 'team'
  crossed: readonly Threshold[]
  work: WorkState
}): Notice[] {
  const { holder, crossed, work } = crossing
  if (holder === 'team') return [{ kind: 'limit', audience: 'admin-and-billing' }]
  const own: Notice = { kind: 'limit', audience: 'holder' }
  // One message where one charge does both: moving to pay-as-you-go says that 75 % was passed.
  if (crossed.includes('reached') && work === 'on-pay-as-you-go') {
    return [own, { kind: 'members-on-pay-as-you-go', audience: 'admin-and-billing' }]
  }
  return crossed.includes('warning')
    ? [own, { kind: 'members-close', audience: 'admin-and-billing' }]
    : [own]
}

/**
 * Whether Billing is to be told of a cycle's charges: once they are past the threshold, and so only
 * once while it stays. Raised past what Billing was told of, it can be passed anew.
 *
 * @param toldMicros the charges that Billing was last told of in the cycle
 * @param thresholdMicros absent: never
 */
export function isChargesNews(charges: {
  micros: Micros
  toldMicros: Micros | undefined
  thresholdMicros: Micros | undefined
}): boolean {
  const { micros, toldMicros, thresholdMicros } = charges
  if (thresholdMicros === undefined || micros <= thresholdMicros) return false
  return toldMicros === undefined || toldMicros <= thresholdMicros
}

/** A cycle that is over is history: nobody is written to, though the inbox shows what it was. */
export function isNews(cycle: { end: Millis }, asOf: Millis): boolean {
  return asOf < cycle.end
}

export const MAIL_TOPICS = ['own', 'team'] as const
/** What a person can choose mails about: their own credits, or the team's. */
export type MailTopic = (typeof MAIL_TOPICS)[number]

export function topicOf(audience: Audience): MailTopic {
  return audience === 'holder' ? 'own' : 'team'
}

/** Billing is always told of the team's limits and charges; all else is the person's choice. */
export function isMailPromised(holdsBilling: boolean, topic: MailTopic): boolean {
  return holdsBilling && topic === 'team'
}
