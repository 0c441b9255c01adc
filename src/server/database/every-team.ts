import { sql } from 'kysely'
import type { Store } from '#api/ports.ts'
import type { EveryTeam } from './engine.ts'
import { keptMailFrom } from './rows/kept-mail.ts'
import { keyFrom } from './rows/key.ts'
import { rejectionFrom } from './rows/rejection.ts'
import { teamFrom } from './rows/team.ts'

type Questions = Pick<
  Store,
  | 'teams'
  | 'teamsWithDue'
  | 'countDue'
  | 'teamsWithDueReading'
  | 'teamsToTidy'
  | 'isInvited'
  | 'key'
  | 'teamsOf'
  | 'rejections'
  | 'teamsWithOldRejections'
  | 'keptMails'
>

/** The questions that are asked of all teams at once: there are no others. */
export function everyTeamReads(db: EveryTeam): Questions {
  return {
    teams: async () => {
      const rows = await db.selectFrom('teams').selectAll().orderBy('team_id').execute()
      return rows.map(teamFrom)
    },
    countDue: async (at) => {
      const row = await db
        .selectFrom('deliveries')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('due_at', '<=', at)
        .executeTakeFirst()
      return row?.count ?? 0
    },
    teamsWithDue: async ({ at, limit, after }) => {
      const rows = await db
        .selectFrom('deliveries')
        .select('team_id')
        .distinct()
        .where('due_at', 'is not', null)
        .where('due_at', '<=', at)
        .$if(after !== undefined, (query) => query.where('team_id', '>', after ?? ''))
        .orderBy(sql.ref('team_id'))
        .limit(limit)
        .execute()
      return rows.map((row) => row.team_id)
    },
    teamsWithDueReading: async ({ at, limit }) => {
      const rows = await db
        .selectFrom('connections')
        .select('team_id')
        .distinct()
        .where('due_at', 'is not', null)
        .where('due_at', '<=', at)
        .orderBy('team_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.team_id)
    },
    teamsToTidy: async ({ endedBefore, limit }) => {
      const invitations = db
        .selectFrom('invitations')
        .select('team_id')
        .where((is) =>
          is.or([is('ended_at', '<', endedBefore), is('expires_at', '<', endedBefore)]),
        )
      const keys = db
        .selectFrom('keys')
        .select('team_id')
        .where('team_id', '!=', '')
        .where('expires_at', '<', endedBefore)
      const embeds = db.selectFrom('embeds').select('team_id').where('expires_at', '<', endedBefore)
      const all = invitations.union(keys).union(embeds)
      const rows = await all.orderBy('team_id').limit(limit).execute()
      return rows.map((row) => row.team_id)
    },
    isInvited: async (email, at) => {
      const row = await db
        .selectFrom('invitations')
        .select('invitation_id')
        .where('email', '=', email)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .executeTakeFirst()
      return row !== undefined
    },
    key: async (id) => {
      const row = await db
        .selectFrom('keys')
        .selectAll()
        .where('key_id', '=', id)
        .executeTakeFirst()
      return row && keyFrom(row)
    },
    teamsOf: async (person) => {
      const rows = await db
        .selectFrom('members')
        .innerJoin('teams', 'teams.team_id', 'members.team_id')
        .selectAll('teams')
        .where('members.person_id', '=', person)
        .where('members.removed_at', 'is', null)
        .orderBy('teams.team_id')
        .execute()
      return rows.map(teamFrom)
    },
    rejections: async ({ after, limit }) => {
      let query = db.selectFrom('rejections').selectAll()
      if (after) {
        query = query.where((is) =>
          is(is.refTuple('team_id', 'hash'), '>', is.tuple(after.team, after.hash)),
        )
      }
      const rows = await query.orderBy('team_id').orderBy('hash').limit(limit).execute()
      return rows.map(rejectionFrom)
    },
    teamsWithOldRejections: async ({ refusedBefore, limit }) => {
      const rows = await db
        .selectFrom('rejections')
        .select('team_id')
        .distinct()
        .where('received_at', '<', refusedBefore)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('teams')
                .select('teams.team_id')
                .whereRef('teams.team_id', '=', 'rejections.team_id')
                .where('retention_months', 'is not', null),
            ),
          ),
        )
        .orderBy('team_id')
        .limit(limit)
        .execute()
      return rows.map((row) => row.team_id)
    },
    keptMails: async ({ after, limit }) => {
      let query = db.selectFrom('kept_mails').selectAll()
      if (after) {
        const { at, team, messageId } = after
        query = query.where((is) =>
          is(is.refTuple('kept_at', 'team_id', 'mail_id'), '<', is.tuple(at, team, messageId)),
        )
      }
      const ordered = query
        .orderBy('kept_at', 'desc')
        .orderBy('team_id', 'desc')
        .orderBy('mail_id', 'desc')
      return (await ordered.limit(limit).execute()).map(keptMailFrom)
    },
  }
}

/** Whose a key is: empty for one of several teams. */
export async function teamOfKey(db: EveryTeam, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('keys')
    .select('team_id')
    .where('key_id', '=', key)
    .executeTakeFirst()
  return row?.team_id
}
