import { isToBeTold } from '#shared/credits/reading-failure.ts'
import { tell } from '../messages/tell.ts'
import type { TeamWrites } from '../ports.ts'
import type { Connection, Reading } from './records.ts'

/** Admin and Billing are told once in a row of failures: meanwhile use is missing from the figures. */
export async function tellOfFailure(
  tx: TeamWrites,
  { id, provider, failing }: Connection,
  { failure, at }: Reading,
): Promise<void> {
  if (!failure || !failing) return
  const { since } = failing
  if (!isToBeTold({ failure, since, at })) return
  const message = `account-unread:${id}:${since}`
  if ((await tx.messages([message])).length > 0) return
  await tell(tx, [
    {
      message: {
        id: message,
        audience: 'admin-and-billing',
        createdAt: at,
        content: { kind: 'account-unread', connection: id, provider, failure, since },
      },
    },
  ])
}
