import { sql } from 'kysely'
import type { TeamReads } from '#api/ports.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { keyFrom } from '../rows/key.ts'
import { memberFrom } from '../rows/member.ts'
import { memberPage } from './member-page.ts'

type MemberReads = Pick<
  TeamReads,
  'keys' | 'members' | 'memberOf' | 'memberWithRole' | 'countMembers' | 'memberPage'
>

export function memberReads(engine: Engine, db: Db, team: string): MemberReads {
  const ofTeam = db.selectFrom('members').where('team_id', '=', team)
  return {
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
  }
}
