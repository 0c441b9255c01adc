import type { MessageReads, MessageWrites, Outbox } from '#api/messages/ports.ts'
import type { Delivery, DeliveryKey, Letter } from '#api/messages/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { compareText } from './compare.ts'
import { deleteIn, type Journal, setIn } from './journal.ts'
import { compareNames } from './name-key.ts'
import type { Tables } from './tables.ts'

export function messageReads(there: () => Tables): MessageReads {
  return {
    adminsAndBilling: async () =>
      [...there().members.values()]
        .filter(({ removedAt, roles }) => {
          return removedAt === undefined && (roles.includes('admin') || roles.includes('billing'))
        })
        .sort(compareNames),
    messages: async (ids) => ids.flatMap((id) => there().messages.get(id) ?? []),
    messagesFor: async (cause) =>
      [...there().messages.values()]
        .filter(({ id }) => id === cause || id.startsWith(`${cause}:`))
        .sort((a, b) => compareText(a.id, b.id)),
    deliveries: async (keys) =>
      keys.flatMap((key) => there().deliveries.get(deliveryId(key)) ?? []),
    inbox: async ({ recipient, after, limit }) =>
      lettersOf(there(), (delivery) => isInInbox(delivery, recipient))
        .filter(
          ({ delivery }) =>
            !after ||
            delivery.createdAt < after.at ||
            (delivery.createdAt === after.at && compareText(delivery.message, after.message) < 0),
        )
        .slice(0, limit),
    countUnread: async (recipient) => {
      let count = 0
      for (const delivery of there().deliveries.values()) {
        if (isInInbox(delivery, recipient) && delivery.readAt === undefined) count++
      }
      return count
    },
    deliveryPage: async ({ channel, state, after, limit }) => {
      const isAsked = (delivery: Delivery) =>
        (channel === undefined || delivery.channel === channel) &&
        (state === undefined || delivery.state === state)
      return lettersOf(there(), isAsked)
        .filter(
          ({ delivery }) => !after || compareKeys(delivery, { ...after, createdAt: after.at }) < 0,
        )
        .slice(0, limit)
    },
    mailChoices: async (members) =>
      [...there().mailChoices.values()].filter(({ member }) => members.includes(member)),
    endpoints: async () =>
      [...there().endpoints.values()].sort(
        (a, b) => a.createdAt - b.createdAt || compareText(a.id, b.id),
      ),
  }
}

export function messageWrites(tables: Tables, journal: Journal): MessageWrites {
  return {
    gathering: async ({ kind, at }) =>
      [...tables.messages.values()].filter(
        ({ content, gathersUntil }) => content.kind === kind && gathersUntil && gathersUntil > at,
      ),
    saveMessages: async (rows) => {
      for (const row of rows) setIn(journal, tables.messages, row.id, row)
    },
    saveDeliveries: async (rows) => {
      for (const row of rows) setIn(journal, tables.deliveries, deliveryId(row), row)
    },
    saveMailChoices: async (rows) => {
      for (const row of rows) {
        setIn(journal, tables.mailChoices, JSON.stringify([row.member, row.topic]), row)
      }
    },
    saveEndpoints: async (rows) => {
      for (const row of rows) setIn(journal, tables.endpoints, row.id, row)
    },
    deleteEndpoint: async (id) => deleteIn(journal, tables.endpoints, id),
    markInbox: async ({ recipient, messages, readAt }) => {
      for (const [key, { readAt: before, ...delivery }] of tables.deliveries) {
        if (!isInInbox(delivery, recipient)) continue
        if (messages !== 'all' && !messages.includes(delivery.message)) continue
        // What was read stays read as of then.
        const at = readAt === undefined ? undefined : (before ?? readAt)
        setIn(
          journal,
          tables.deliveries,
          key,
          at === undefined ? delivery : { ...delivery, readAt: at },
        )
      }
    },
  }
}

/** Called in turn with the team's transactions, so nothing is written between its steps. */
export function outboxOf(tables: Tables): Outbox {
  return {
    takeDue: async ({ at, lease, until, limit, except }) => {
      const due = [...tables.deliveries.values()]
        .filter((delivery) => isDue(delivery, at) && !isExcepted(delivery, except))
        .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || compareKeys(a, b))
        .slice(0, limit)
      return due.flatMap((before) => {
        const delivery: Delivery = { ...before, state: 'sending', lease, dueAt: until }
        tables.deliveries.set(deliveryId(delivery), delivery)
        const message = tables.messages.get(delivery.message)
        if (!message) return []
        const { gathersUntil: _, ...complete } = message
        tables.messages.set(message.id, complete)
        return [{ message: complete, delivery }]
      })
    },
    settle: async (delivery, lease) => {
      const key = deliveryId(delivery)
      if (tables.deliveries.get(key)?.lease !== lease) return false
      tables.deliveries.set(key, delivery)
      return true
    },
  }
}

export function countDue(tables: Tables, at: Millis): number {
  return [...tables.deliveries.values()].filter((delivery) => isDue(delivery, at)).length
}

function isDue({ dueAt }: Delivery, at: Millis): boolean {
  return dueAt !== undefined && dueAt <= at
}

function isInInbox({ channel, recipient }: Delivery, wanted: string): boolean {
  return channel === 'inbox' && recipient === wanted
}

function lettersOf(tables: Tables, isAsked: (delivery: Delivery) => boolean): Letter[] {
  return [...tables.deliveries.values()]
    .filter(isAsked)
    .sort((a, b) => compareKeys(b, a))
    .flatMap((delivery) => {
      const message = tables.messages.get(delivery.message)
      return message ? [{ message, delivery }] : []
    })
}

function compareKeys(a: DeliveryKey & At, b: DeliveryKey & At): number {
  return (
    a.createdAt - b.createdAt ||
    compareText(a.message, b.message) ||
    compareText(a.channel, b.channel) ||
    compareText(a.recipient, b.recipient)
  )
}

type At = { createdAt: Millis }

function deliveryId({ message, channel, recipient }: DeliveryKey): string {
  return JSON.stringify([message, channel, recipient])
}

function isExcepted(
  { channel, recipient }: Delivery,
  except: Parameters<Outbox['takeDue']>[0]['except'],
): boolean {
  if (channel === 'mail') return except?.mail === true
  const webhooks = except?.webhooks ?? []
  return channel === 'webhook' && (webhooks === 'all' || webhooks.includes(recipient))
}
