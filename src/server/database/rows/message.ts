import type { Delivery, Endpoint, MailChoice, Message } from '#api/messages/records.ts'
import { CHANNELS, DELIVERY_STATES } from '#shared/contract/delivery.ts'
import { messageContentSchema } from '#shared/contract/message.ts'
import { AUDIENCES, MAIL_TOPICS } from '#shared/credits/notices.ts'
import type { DeliveryRow, EndpointRow, MailChoiceRow, MessageRow } from '../schema.ts'
import { bit, oneOf } from './values.ts'

export function messageFrom(row: Omit<MessageRow, 'team_id' | 'kind'>): Message {
  return {
    id: row.message_id,
    audience: oneOf(AUDIENCES, row.audience),
    content: messageContentSchema.parse(JSON.parse(row.content)),
    createdAt: row.created_at,
    ...(row.gathers_until === null ? {} : { gathersUntil: row.gathers_until }),
  }
}

export function messageRow(team: string, message: Message): MessageRow {
  return {
    team_id: team,
    message_id: message.id,
    kind: message.content.kind,
    audience: message.audience,
    content: JSON.stringify(message.content),
    created_at: message.createdAt,
    gathers_until: message.gathersUntil ?? null,
  }
}

export function deliveryFrom(row: Omit<DeliveryRow, 'team_id'>): Delivery {
  const { outcome: detail, outcome_at: at } = row
  return {
    message: row.message_id,
    channel: oneOf(CHANNELS, row.channel),
    recipient: row.recipient,
    state: oneOf(DELIVERY_STATES, row.state),
    attempts: row.attempts,
    earlierAttempts: row.earlier_attempts,
    resends: row.resends,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.lease === null ? {} : { lease: row.lease }),
    ...(at === null || detail === null ? {} : { outcome: { at, detail } }),
    createdAt: row.created_at,
    ...(row.read_at === null ? {} : { readAt: row.read_at }),
  }
}

export function deliveryRow(team: string, delivery: Delivery): DeliveryRow {
  return {
    team_id: team,
    message_id: delivery.message,
    channel: delivery.channel,
    recipient: delivery.recipient,
    ...deliveryProgress(delivery),
    created_at: delivery.createdAt,
    read_at: delivery.readAt ?? null,
  }
}

/** The columns that sending changes. */
export function deliveryProgress(delivery: Delivery) {
  return {
    state: delivery.state,
    attempts: delivery.attempts,
    earlier_attempts: delivery.earlierAttempts,
    resends: delivery.resends,
    due_at: delivery.dueAt ?? null,
    lease: delivery.lease ?? null,
    outcome_at: delivery.outcome?.at ?? null,
    outcome: delivery.outcome?.detail ?? null,
  }
}

export function mailChoiceFrom(row: Omit<MailChoiceRow, 'team_id'>): MailChoice {
  return { member: row.member_id, topic: oneOf(MAIL_TOPICS, row.topic), on: row.mail === 1 }
}

export function mailChoiceRow(team: string, choice: MailChoice): MailChoiceRow {
  return { team_id: team, member_id: choice.member, topic: choice.topic, mail: bit(choice.on) }
}

const ENDPOINT_STATES = ['on', 'off', 'failed'] as const

export function endpointFrom(row: Omit<EndpointRow, 'team_id'>): Endpoint {
  return {
    id: row.endpoint_id,
    url: row.url,
    secret: row.secret,
    state: oneOf(ENDPOINT_STATES, row.state),
    createdAt: row.created_at,
    ...(row.failing_since === null ? {} : { failingSince: row.failing_since }),
  }
}

export function endpointRow(team: string, endpoint: Endpoint): EndpointRow {
  return {
    team_id: team,
    endpoint_id: endpoint.id,
    url: endpoint.url,
    secret: endpoint.secret,
    state: endpoint.state,
    created_at: endpoint.createdAt,
    failing_since: endpoint.failingSince ?? null,
  }
}
