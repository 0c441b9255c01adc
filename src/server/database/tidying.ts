import type { ExpressionBuilder } from 'kysely'
import type { Tidying } from '#api/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Db } from './engine.ts'
import type { Schema } from './schema.ts'

export async function tidyTeam(
  db: Db,
  team: string,
  { endedBefore, limit }: Tidying,
): Promise<number> {
  const invitations = await db
    .deleteFrom('invitations')
    .where('team_id', '=', team)
    .where('invitation_id', 'in', (from) =>
      from
        .selectFrom('invitations')
        .select('invitation_id')
        .where('team_id', '=', team)
        .where((is) => invitationEnded(is, endedBefore))
        .limit(limit),
    )
    .executeTakeFirst()
  const keys = await db
    .deleteFrom('keys')
    .where('team_id', '=', team)
    .where('key_id', 'in', (from) =>
      from
        .selectFrom('keys')
        .select('key_id')
        .where('team_id', '=', team)
        .where('expires_at', '<', endedBefore)
        .limit(limit),
    )
    .executeTakeFirst()
  const embeds = await db
    .deleteFrom('embeds')
    .where('team_id', '=', team)
    .where('hash', 'in', (from) =>
      from
        .selectFrom('embeds')
        .select('hash')
        .where('team_id', '=', team)
        .where('expires_at', '<', endedBefore)
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(invitations.numDeletedRows + keys.numDeletedRows + embeds.numDeletedRows)
}

function invitationEnded(is: ExpressionBuilder<Schema, 'invitations'>, before: number) {
  return is.or([is('ended_at', '<', before), is('expires_at', '<', before)])
}

export async function tidyRejections(
  db: Db,
  team: string,
  { refusedBefore, limit }: { refusedBefore: Millis; limit: number },
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('rejections')
    .where('team_id', '=', team)
    // One that is refused again meanwhile stays.
    .where('received_at', '<', refusedBefore)
    .where('hash', 'in', (from) =>
      from
        .selectFrom('rejections')
        .select('hash')
        .where('team_id', '=', team)
        .where('received_at', '<', refusedBefore)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
