import type { TeamReads } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { isAmong } from '../among.ts'
import type { Db, Engine } from '../engine.ts'
import { accountFrom } from '../rows/account.ts'
import { chargesAlertFrom } from '../rows/charges-alert.ts'
import { spendCapFrom } from '../rows/spend-cap.ts'
import { switchFrom } from '../rows/switch.ts'
import { accountStates } from './account-states.ts'
import { decisions } from './decisions.ts'

type AccountReads = Pick<
  TeamReads,
  | 'accounts'
  | 'accountsAfter'
  | 'spendCaps'
  | 'chargesAlert'
  | 'switches'
  | 'switchHistory'
  | 'accountStates'
>

export function accountReads(engine: Engine, db: Db, team: string): AccountReads {
  return {
    accounts: async (wanted) => {
      const keys = wanted.map(({ cycle, resource, holder }) => [cycle, resource, holder])
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('team_id', '=', team)
        .where(isAmong(engine, ['cycle', 'resource', 'holder'], keys))
        .execute()
      return rows.map(accountFrom)
    },
    switches: async (resource, members, decidedBefore) => {
      const keys = [TEAM_HOLDER, ...members].map((holder) => [holder])
      const rows = await db
        .selectFrom(decisions(db, { team, resource, decidedBefore }))
        .selectAll()
        .where(isAmong(engine, ['holder'], keys))
        .execute()
      return rows.map(switchFrom)
    },
    accountsAfter: async ({ cycle, resource, after, limit }) => {
      let query = db
        .selectFrom('accounts')
        .selectAll()
        .where('team_id', '=', team)
        .where('cycle', '=', cycle)
        .where('resource', '=', resource)
      if (after !== undefined) query = query.where('holder', '>', after)
      const rows = await query.orderBy('holder').limit(limit).execute()
      return rows.map(accountFrom)
    },
    spendCaps: async () => {
      const rows = await db
        .selectFrom('spend_caps')
        .selectAll()
        .where('team_id', '=', team)
        .execute()
      return rows.map(spendCapFrom)
    },
    chargesAlert: async () => {
      const row = await db
        .selectFrom('charges_alerts')
        .selectAll()
        .where('team_id', '=', team)
        .executeTakeFirst()
      return row && chargesAlertFrom(row)
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
    accountStates: (query) => accountStates(db, { team, ...query }),
  }
}
