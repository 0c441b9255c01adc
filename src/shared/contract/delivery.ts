/** Ways in which people and programs are told. */
export const CHANNELS = ['inbox', 'mail', 'webhook'] as const
export type Channel = (typeof CHANNELS)[number]

/** `kept`: there is no mail server, or the team is an example; `dead`: given up. */
export const DELIVERY_STATES = ['waiting', 'sending', 'sent', 'kept', 'dead'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]
