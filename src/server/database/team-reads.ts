import { sql } from 'kysely'
import type { TeamReads } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { accountStates } from './account-states.ts'
import { chargePage, firstBooking, purchases } from './charge-reads.ts'
import { dailyUse } from './daily-use.ts'
import type { Db, Engine } from './engine.ts'
import { integerFrom } from './integers.ts'
import { memberPage } from './member-page.ts'
import { accountFrom } from './rows/account.ts'
import { bonusFrom } from './rows/bonus.ts'
import { crossingFrom } from './rows/crossing.ts'
import { memberFrom } from './rows/member.ts'
import { switchFrom } from './rows/switch.ts'
import { teamFrom } from './rows/team.ts'
import { totals } from './totals.ts'

export function teamReads(engine: Engine, db: Db, team: string): TeamReads {
  const { each } = engine
  return {
    profile: async () => {
      const row = await db
        .selectFrom('teams')
        .selectAll()
        .where('team_id', '=', team)
        .executeTakeFirst()
      return row && teamFrom(row)
    },
    members: async (ids) => {
      const wanted = each(
        ids.map((id) => [id]),
        'wanted',
      )
      const rows = await db
        .selectFrom('members')
        .selectAll()
        .where('team_id', '=', team)
        .where(sql<boolean>`member_id in (select wanted.value ->> 0 from ${wanted})`)
        .execute()
      return rows.map(memberFrom)
    },
    memberWithRole: async (role) => {
      const row = await db
        .selectFrom('members')
        .selectAll()
        .where('team_id', '=', team)
        // Written out, not a parameter: else SQLite can't tell that its partial index applies.
        .where(role, '=', sql.lit(1))
        .where('removed_at', 'is', null)
        .orderBy('name_key')
        .orderBy('member_id')
        .limit(1)
        .executeTakeFirst()
      return row && memberFrom(row)
    },
    countMembers: async (since) => {
      const row = await db
        .selectFrom('members')
        .select((is) => is.fn.countAll().as('count'))
        .where('team_id', '=', team)
        .where((is) => is.or([is('removed_at', 'is', null), is('removed_at', '>', since)]))
        .executeTakeFirstOrThrow()
      return integerFrom(row.count)
    },
    accounts: async (keys) => {
      const wanted = each(
        keys.map(({ cycle, resource, holder }) => [cycle, resource, holder]),
        'wanted',
      )
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('team_id', '=', team)
        .where(
          sql<boolean>`(cycle, resource, holder) in (
            select wanted.value ->> 0, wanted.value ->> 1, wanted.value ->> 2 from ${wanted})`,
        )
        .execute()
      return rows.map(accountFrom)
    },
    bonus: async (resource) => {
      const rows = await db
        .selectFrom('bonus_grants')
        .selectAll()
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .orderBy('grant_id')
        .execute()
      return rows.map(bonusFrom)
    },
    switches: async (resource, members) => {
      const wanted = each(
        [TEAM_HOLDER, ...members].map((holder) => [holder]),
        'wanted',
      )
      const rows = await db
        .selectFrom('switches')
        .selectAll()
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .where(sql<boolean>`holder in (select wanted.value ->> 0 from ${wanted})`)
        .execute()
      return rows.map(switchFrom)
    },
    switchHistory: async ({ resource, holder, from, to }) => {
      const rows = await db
        .selectFrom('switch_history')
        .selectAll()
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .where('holder', '=', holder)
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('seq')
        .execute()
      return rows.map(switchFrom)
    },
    dailyUse: (query) => dailyUse(engine, db, { team, ...query }),
    totals: (query) => totals(db, { team, ...query }),
    partNames: async (resource, parts) => {
      const wanted = each(
        parts.map((part) => [part]),
        'wanted',
      )
      const rows = await db
        .selectFrom('parts')
        .select(['part', 'name'])
        .where('team_id', '=', team)
        .where('resource', '=', resource)
        .where(sql<boolean>`part in (select wanted.value ->> 0 from ${wanted})`)
        .execute()
      return new Map(rows.map(({ part, name }) => [part, name]))
    },
    memberPage: (query) => memberPage(db, { team, ...query }),
    accountStates: (query) => accountStates(db, { team, ...query }),
    chargePage: (query) => chargePage(engine, db, { team, ...query }),
    purchases: (query) => purchases(db, { team, ...query }),
    crossings: async ({ cycle, holder, limit }) => {
      const rows = await db
        .selectFrom('crossings')
        .selectAll()
        .where('team_id', '=', team)
        .where('cycle', '=', cycle)
        .$if(holder !== undefined, (query) => query.where('holder', '=', holder ?? TEAM_HOLDER))
        .orderBy('charge', 'desc')
        .limit(limit)
        .execute()
      return rows.map(crossingFrom)
    },
    crossing: async (id) => {
      const row = await db
        .selectFrom('crossings')
        .selectAll()
        .where('team_id', '=', team)
        .where('crossing_id', '=', id)
        .executeTakeFirst()
      return row && crossingFrom(row)
    },
    dismissals: async ({ viewer, cycle }) => {
      const rows = await db
        .selectFrom('dismissals')
        .select('alert')
        .where('team_id', '=', team)
        .where('viewer', '=', viewer)
        .where('cycle', '=', cycle)
        .execute()
      return new Set(rows.map(({ alert }) => alert))
    },
    firstBooking: () => firstBooking(db, team),
  }
}
