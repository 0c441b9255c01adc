import type { TeamReads } from '#api/ports.ts'
import type { Db, Engine } from '../engine.ts'
import { planChangeFrom } from '../rows/plan-change.ts'
import { teamFrom } from '../rows/team.ts'
import { accountReads } from './account-reads.ts'
import { alertReads } from './alert-reads.ts'
import { auditReads } from './audit-reads.ts'
import { bonusReads } from './bonus-reads.ts'
import {
  chargePage,
  chargesInOrder,
  firstBooking,
  lastCharge,
  lastCovered,
  purchases,
} from './charges.ts'
import { connectionReads } from './connection-reads.ts'
import { dailyUse } from './daily-use.ts'
import { embedReads } from './embed-reads.ts'
import { invoiceReads } from './invoice-reads.ts'
import { lowCreditReads } from './low-credit-reads.ts'
import { memberReads } from './member-reads.ts'
import { messageReads } from './message-reads.ts'
import { partReads } from './part-reads.ts'
import { runReads } from './run-reads.ts'
import { totals } from './totals.ts'

export function teamReads(engine: Engine, db: Db, team: string): TeamReads {
  return {
    ...memberReads(engine, db, team),
    ...accountReads(engine, db, team),
    ...bonusReads(db, team),
    ...alertReads(db, team),
    ...runReads(engine, db, team),
    ...messageReads(engine, db, team),
    ...partReads(engine, db, team),
    ...lowCreditReads(db, team),
    ...invoiceReads(db, team),
    ...connectionReads(db, team),
    ...embedReads(db, team),
    ...auditReads(db, team),
    profile: async () => {
      const row = await db
        .selectFrom('teams')
        .selectAll()
        .where('team_id', '=', team)
        .executeTakeFirst()
      return row && teamFrom(row)
    },
    planChanges: async () => {
      const rows = await db
        .selectFrom('plan_changes')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('seq')
        .execute()
      return rows.map(planChangeFrom)
    },
    dailyUse: (query) => dailyUse(engine, db, { team, ...query }),
    totals: (query) => totals(db, { team, ...query }),
    chargePage: (query) => chargePage(engine, db, { team, ...query }),
    lastCovered: (query) => lastCovered(db, { team, ...query }),
    purchases: (query) => purchases(db, { team, ...query }),
    chargesInOrder: (query) => chargesInOrder(db, { team, ...query }),
    lastCharge: () => lastCharge(db, team),
    firstBooking: () => firstBooking(db, team),
  }
}
