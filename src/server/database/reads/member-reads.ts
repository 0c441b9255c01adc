import { sql } from 'kysely'
import type { TeamReads } from '#api/ports.ts'
import { searchKey } from '#api/search-key.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { holdableText } from '../holdable-text.ts'
import { integerFrom } from '../integers.ts'
import { invitationFrom } from '../rows/invitation.ts'
import { keyFrom } from '../rows/key.ts'
import { memberFrom } from '../rows/member.ts'
import { countMatching, memberPage } from './member-page.ts'
import { escapeLike } from './member-page-sql.ts'

type MemberReads = Pick<
  TeamReads,
  | 'roster'
  | 'invitations'
  | 'keys'
  | 'members'
  | 'memberOf'
  | 'memberWithRole'
  | 'countMembers'
  | 'memberPage'
  | 'countMatching'
>

export function memberReads(engine: Engine, db: Db, team: string): MemberReads {
  const ofTeam = db.selectFrom('members').where('team_id', '=', team)
  return {
    roster: async ({ search, after, limit }) => {
      let query = ofTeam.selectAll().where('removed_at', 'is', null)
      if (search) {
        const pattern = `%${escapeLike(holdableText(searchKey(search)))}%`
        query = query.where(
          sql<boolean>`(name_key like ${pattern} escape '\\' or email_key like ${pattern} escape '\\')`,
        )
      }
      if (after) {
        query = query.where((is) =>
          is(is.refTuple('name_key', 'member_id'), '>', is.tuple(after.nameKey, after.id)),
        )
      }
      const rows = await query.orderBy('name_key').orderBy('member_id').limit(limit).execute()
      return rows.map(memberFrom)
    },
    invitations: async () => {
      const rows = await db
        .selectFrom('invitations')
        .selectAll()
        .where('team_id', '=', team)
        .where('ended_at', 'is', null)
        .orderBy('created_at', 'desc')
        .orderBy('invitation_id')
        .execute()
      return rows.map(invitationFrom)
    },
    keys: async () => {
      const rows = await db
        .selectFrom('keys')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('created_at', 'desc')
        .orderBy('key_id')
        .execute()
      return rows.map(keyFrom)
    },
    members: async (ids) => {
      if (ids.length === 0) return []
      const keys = ids.map((id) => [id])
      const rows = await ofTeam
        .selectAll()
        .where(isAmong(engine, ['member_id'], keys))
        .execute()
      return rows.map(memberFrom)
    },
    memberOf: async (person) => {
      const row = await ofTeam
        .selectAll()
        .where('person_id', '=', person)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return row && memberFrom(row)
    },
    memberWithRole: async (role) => {
      const row = await ofTeam
        .selectAll()
        // Written out, not a parameter: else SQLite can't tell that its partial index applies.
        .where(role, '=', sql.lit(1))
        .where('removed_at', 'is', null)
        .orderBy('name_key')
        .orderBy('member_id')
        .limit(1)
        .executeTakeFirst()
      return row && memberFrom(row)
    },
    countMembers: async (since, joinedBefore) => {
      const joined =
        joinedBefore === undefined ? ofTeam : ofTeam.where('created_at', '<', joinedBefore)
      const row = await joined
        .select((is) => is.fn.countAll().as('count'))
        .where((is) => is.or([is('removed_at', 'is', null), is('removed_at', '>', since)]))
        .executeTakeFirstOrThrow()
      return integerFrom(row.count)
    },
    memberPage: (query) => memberPage(db, { team, ...query }),
    countMatching: (query) => countMatching(db, { team, ...query }),
  }
}
