import type { Channel, DeliveryState } from '#shared/contract/delivery.ts'

export const STATE_WORDS: Record<DeliveryState, string> = {
  waiting: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  kept: 'Kept, not sent',
  dead: 'Given up',
}

export const CHANNEL_WORDS: Record<Channel, string> = {
  inbox: 'Inbox',
  mail: 'Mail',
  webhook: 'Webhook',
}

export const CHANNEL_CHOICES = [
  { value: 'all', label: 'Every way' },
  { value: 'inbox', label: CHANNEL_WORDS.inbox },
  { value: 'mail', label: CHANNEL_WORDS.mail },
  { value: 'webhook', label: CHANNEL_WORDS.webhook },
] as const

export const STATE_CHOICES = [
  { value: 'all', label: 'Every outcome' },
  { value: 'waiting', label: STATE_WORDS.waiting },
  { value: 'sending', label: STATE_WORDS.sending },
  { value: 'sent', label: STATE_WORDS.sent },
  { value: 'kept', label: STATE_WORDS.kept },
  { value: 'dead', label: STATE_WORDS.dead },
] as const
