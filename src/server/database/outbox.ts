import type { Outbox } from '#api/messages/ports.ts'
import { isAmong } from './among.ts'
import type { Db, Engine } from './engine.ts'
import { lettersOf } from './reads/message-reads.ts'
import { deliveryFrom, deliveryProgress } from './rows/message.ts'

/** Not alone on the team: what another worker has locked is passed over, charges go on. */
export function outboxOf(engine: Engine, team: string): Outbox {
  const { transact } = engine.ofTeam(team)
  return {
    takeDue: (options) =>
      transact(async (tx) => {
        const { at, lease, until, limit, except } = options
        const endpoints = typeof except?.webhooks === 'object' ? except.webhooks : []
        const due = await tx
          .selectFrom('deliveries')
          .selectAll()
          .where('team_id', '=', team)
          .where('due_at', '<=', at)
          .$if(except?.mail === true, (query) => query.where('channel', '<>', 'mail'))
          .$if(except?.webhooks === 'all', (query) => query.where('channel', '<>', 'webhook'))
          .$if(endpoints.length > 0, (query) =>
            query.where((is) =>
              is.or([is('channel', '<>', 'webhook'), is('recipient', 'not in', endpoints)]),
            ),
          )
          .orderBy('due_at')
          .orderBy('created_at')
          .orderBy('message_id')
          .orderBy('channel')
          .orderBy('recipient')
          .limit(limit)
          .$if(engine.locksRows, (query) => query.forUpdate().skipLocked())
          .execute()
        if (due.length === 0) return []
        const keys = due.map(({ message_id, channel, recipient }) => {
          return [message_id, channel, recipient]
        })
        await tx
          .updateTable('deliveries')
          .set({ state: 'sending', lease, due_at: until })
          .where('team_id', '=', team)
          .where(isAmong(engine, ['message_id', 'channel', 'recipient'], keys))
          .execute()
        await stopGathering(engine, tx, { team, messages: due.map((row) => row.message_id) })
        const taken = { state: 'sending', lease, due_at: until }
        const deliveries = due.map((row) => deliveryFrom({ ...row, ...taken }))
        return lettersOf(engine, tx, { team, deliveries })
      }),
    settle: (delivery, lease) =>
      transact(async (tx) => {
        const { message, channel, recipient } = delivery
        const { numUpdatedRows } = await tx
          .updateTable('deliveries')
          .set(deliveryProgress(delivery))
          .where('team_id', '=', team)
          .where('message_id', '=', message)
          .where('channel', '=', channel)
          .where('recipient', '=', recipient)
          .where('lease', '=', lease)
          .executeTakeFirst()
        return numUpdatedRows > 0n
      }),
  }
}

/** From here on no charge adds to it: one that is just doing so is waited for. */
async function stopGathering(
  engine: Engine,
  tx: Db,
  { team, messages }: { team: string; messages: readonly string[] },
): Promise<void> {
  const ids = [...new Set(messages)].sort().map((id) => [id])
  await tx
    .updateTable('messages')
    .set({ gathers_until: null })
    .where('team_id', '=', team)
    .where('gathers_until', 'is not', null)
    .where(isAmong(engine, ['message_id'], ids))
    .execute()
}
