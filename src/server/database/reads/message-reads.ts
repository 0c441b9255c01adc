import { sql } from 'kysely'
import type { MessageReads } from '#api/messages/ports.ts'
import type { Delivery, Letter } from '#api/messages/records.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { memberFrom } from '../rows/member.ts'
import { deliveryFrom, endpointFrom, mailChoiceFrom, messageFrom } from '../rows/message.ts'

export function messageReads(engine: Engine, db: Db, team: string): MessageReads {
  const deliveries = db.selectFrom('deliveries').where('team_id', '=', team)
  // Written out, not a parameter: else SQLite can't tell that its partial index applies.
  const inInbox = deliveries.where('channel', '=', sql.lit('inbox'))
  const letters = (rows: Delivery[]) => lettersOf(engine, db, { team, deliveries: rows })
  return {
    adminsAndBilling: async () => {
      const held = sql.lit(1)
      const rows = await db
        .selectFrom('members')
        .selectAll()
        .where('team_id', '=', team)
        .where((is) => is.or([is('admin', '=', held), is('billing', '=', held)]))
        .where('removed_at', 'is', null)
        .orderBy('name_key')
        .orderBy('member_id')
        .execute()
      return rows.map(memberFrom)
    },
    messages: (ids) => messagesOf(engine, db, { team, ids }),
    messagesFor: async (cause) => {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('team_id', '=', team)
        // A range of the key: what begins with the cause and a colon is before its next character.
        .where((is) =>
          is.or([
            is('message_id', '=', cause),
            is.and([is('message_id', '>', `${cause}:`), is('message_id', '<', `${cause};`)]),
          ]),
        )
        .orderBy('message_id')
        .execute()
      return rows.map(messageFrom)
    },
    deliveries: async (keys) => {
      const columns = ['message_id', 'channel', 'recipient']
      const wanted = keys.map(({ message, channel, recipient }) => [message, channel, recipient])
      const rows = await deliveries
        .selectAll()
        .where(isAmong(engine, columns, wanted))
        .execute()
      return rows.map(deliveryFrom)
    },
    inbox: async ({ recipient, after, limit }) => {
      let query = inInbox.selectAll().where('recipient', '=', recipient)
      if (after) {
        query = query.where((is) =>
          is(is.refTuple('created_at', 'message_id'), '<', is.tuple(after.at, after.message)),
        )
      }
      const ordered = query.orderBy('created_at', 'desc').orderBy('message_id', 'desc')
      return letters((await ordered.limit(limit).execute()).map(deliveryFrom))
    },
    countUnread: async (recipient) => {
      const row = await inInbox
        .select((is) => is.fn.countAll().as('count'))
        .where('recipient', '=', recipient)
        .where('read_at', 'is', null)
        .executeTakeFirstOrThrow()
      return integerFrom(row.count)
    },
    deliveryPage: async ({ channel, state, after, limit }) => {
      let query = deliveries.selectAll()
      if (channel !== undefined) query = query.where('channel', '=', channel)
      if (state !== undefined) query = query.where('state', '=', state)
      if (after) {
        query = query.where((is) =>
          is(
            is.refTuple('created_at', 'message_id', 'channel', 'recipient'),
            '<',
            is.tuple(after.at, after.message, after.channel, after.recipient),
          ),
        )
      }
      const rows = await query
        .orderBy('created_at', 'desc')
        .orderBy('message_id', 'desc')
        .orderBy('channel', 'desc')
        .orderBy('recipient', 'desc')
        .limit(limit)
        .execute()
      return letters(rows.map(deliveryFrom))
    },
    mailChoices: async (members) => {
      const wanted = members.map((id) => [id])
      const rows = await db
        .selectFrom('mail_choices')
        .selectAll()
        .where('team_id', '=', team)
        .where(isAmong(engine, ['member_id'], wanted))
        .execute()
      return rows.map(mailChoiceFrom)
    },
    endpoints: async () => {
      const rows = await db
        .selectFrom('endpoints')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('created_at')
        .orderBy('endpoint_id')
        .execute()
      return rows.map(endpointFrom)
    },
  }
}

async function messagesOf(
  engine: Engine,
  db: Db,
  { team, ids }: { team: string; ids: readonly string[] },
) {
  const wanted = ids.map((id) => [id])
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('team_id', '=', team)
    .where(isAmong(engine, ['message_id'], wanted))
    .execute()
  return rows.map(messageFrom)
}

/** Deliveries with their messages, in the order given. */
export async function lettersOf(
  engine: Engine,
  db: Db,
  of: { team: string; deliveries: readonly Delivery[] },
): Promise<Letter[]> {
  if (of.deliveries.length === 0) return []
  const ids = [...new Set(of.deliveries.map(({ message }) => message))]
  const messages = await messagesOf(engine, db, { team: of.team, ids })
  const byId = new Map(messages.map((message) => [message.id, message]))
  return of.deliveries.flatMap((delivery) => {
    const message = byId.get(delivery.message)
    return message ? [{ message, delivery }] : []
  })
}
