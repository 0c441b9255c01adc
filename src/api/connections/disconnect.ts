import type { Reply } from '#shared/contract/routes.ts'
import { PROVIDER_NAMES } from '#shared/credits/provider.ts'
import { type Answer, answer } from '../answer.ts'
import { connectionState } from '../audit/connection-state.ts'
import { entryOf } from '../audit/entry.ts'
import type { Common } from '../team-route.ts'
import { connectionsView } from './connections-view.ts'
import { withoutLease } from './lease.ts'
import { connectionOf, unknownConnection } from './read-now.ts'

/**
 * Erases the key at once: whoever is reading with it writes nothing down. What was read before and
 * is not in the ledger yet still gets there.
 */
export async function disconnect(
  asked: Common & { params: { connection: string } },
): Promise<Answer<Reply<'disconnect'>>> {
  const { team, ports, params, asOf } = asked
  return team.write(async (tx) => {
    const found = await connectionOf(tx, params.connection)
    if (!found) return unknownConnection(params.connection)
    const { sealedKey: _, ...rest } = withoutLease(found)
    const isOpen = (await tx.openReadings(found.id)).length > 0
    await tx.saveConnections([{ ...rest, removedAt: asOf, ...(isOpen ? { dueAt: asOf } : {}) }])
    const object = { id: found.id, name: PROVIDER_NAMES[found.provider] }
    const before = connectionState(found)
    await tx.record(entryOf(asked, { action: 'account-disconnected', object, before }))
    return answer(await connectionsView(tx, { connector: ports.connector, asOf }))
  })
}
