import type { Delivery, Endpoint, MailChoice, Message } from '#api/messages/records.ts'

export type MessageTables = {
  messages: Map<string, Message>
  deliveries: Map<string, Delivery>
  mailChoices: Map<string, MailChoice>
  endpoints: Map<string, Endpoint>
}

export function emptyMessageTables(): MessageTables {
  return {
    messages: new Map(),
    deliveries: new Map(),
    mailChoices: new Map(),
    endpoints: new Map(),
  }
}
