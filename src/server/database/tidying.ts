import type { ExpressionBuilder } from 'kysely'
import type { Tidying } from '#api/ports.ts'
import type { Db, Engine } from './engine.ts'
import type { Schema } from './schema.ts'

/** Teams with anything that ended before: the one question that a job asks of all of them. */
export async function teamsToTidy(
  { db }: Engine,
  { endedBefore, limit }: Tidying,
): Promise<string[]> {
  const invitations = db
    .selectFrom('invitations')
    .select('team_id')
    .where((is) => invitationEnded(is, endedBefore))
  const keys = db
    .selectFrom('keys')
    .select('team_id')
    .where('team_id', '!=', '')
    .where('expires_at', '<', endedBefore)
  const embeds = db.selectFrom('embeds').select('team_id').where('expires_at', '<', endedBefore)
  const rows = await invitations.union(keys).union(embeds).orderBy('team_id').limit(limit).execute()
  return rows.map((row) => row.team_id)
}

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
