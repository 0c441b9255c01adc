import { sql } from 'kysely'
import type { TeamWrites } from '#api/ports.ts'
import { type RollupDelta, TEAM_HOLDER, type TotalDelta } from '#api/records.ts'
import type { OncePerAgentRun } from '#shared/credits/rating.ts'
import { isAmong } from './among.ts'
import { archiveWrites } from './archive-writes.ts'
import { auditWrites } from './audit-writes.ts'
import { embedWrites } from './embed-writes.ts'
import type { Db, Engine } from './engine.ts'
import type { InsertPlan } from './insert-plans.ts'
import {
  INTO_ACCOUNTS,
  INTO_AGENT_TOOLS,
  INTO_BONUS_GRANTS,
  INTO_BONUS_PURCHASES,
  INTO_CHARGES,
  INTO_CHARGES_ALERTS,
  INTO_CLOSINGS,
  INTO_CONNECTIONS,
  INTO_CROSSINGS,
  INTO_DELIVERIES,
  INTO_DISMISSALS,
  INTO_ENDPOINTS,
  INTO_EVENT_KEYS,
  INTO_FLOWS,
  INTO_INVITATIONS,
  INTO_INVOICES,
  INTO_KEYS,
  INTO_LOW_ALERTS,
  INTO_LOW_CROSSINGS,
  INTO_MAIL_CHOICES,
  INTO_MEMBERS,
  INTO_MESSAGES,
  INTO_PART_DAYS,
  INTO_PARTS,
  INTO_PLAN_CHANGES,
  INTO_READINGS,
  INTO_ROLLUP_DAYS,
  INTO_ROLLUPS,
  INTO_SALES,
  INTO_SERVER_LIMITS,
  INTO_SPEND_CAPS,
  INTO_SWITCH_HISTORY,
  INTO_SWITCHES,
  INTO_TOTALS,
} from './inserts.ts'
import { teamReads } from './reads/team-reads.ts'
import { accountRow } from './rows/account.ts'
import { bonusRow } from './rows/bonus.ts'
import { bonusPurchaseRow } from './rows/bonus-purchase.ts'
import { chargeRow } from './rows/charge.ts'
import { chargesAlertRow } from './rows/charges-alert.ts'
import { connectionRow, readingRow } from './rows/connection.ts'
import { crossingRow } from './rows/crossing.ts'
import { eventKeyRow, repeatsAmong } from './rows/event-key.ts'
import { flowRow } from './rows/flow.ts'
import { invitationRow } from './rows/invitation.ts'
import { closingRow, invoiceRow, saleRow } from './rows/invoice.ts'
import { keyRow } from './rows/key.ts'
import { lowAlertRow, lowCrossingRow } from './rows/low-credit.ts'
import { memberRow } from './rows/member.ts'
import { deliveryRow, endpointRow, mailChoiceRow, messageFrom, messageRow } from './rows/message.ts'
import { planChangeRow } from './rows/plan-change.ts'
import { partDayRow, serverLimitRow } from './rows/server.ts'
import { spendCapRow } from './rows/spend-cap.ts'
import { switchRow } from './rows/switch.ts'
import { runWrites } from './run-writes.ts'
import type { PartRow, RollupRow, Schema, TotalTableRow } from './schema.ts'
import { tidyTeam } from './tidying.ts'

/** What a transaction that holds the team's lock may do. */
export function teamWrites(engine: Engine, db: Db, team: string): TeamWrites {
  /** Writes rows into a table, each made of a record of the team. */
  const into =
    <T extends keyof Schema, R>(
      plan: InsertPlan<T>,
      rowOf: (team: string, record: R) => Schema[T],
    ) =>
    (records: readonly R[]) =>
      engine.insert(
        db,
        plan,
        records.map((record) => rowOf(team, record)),
      )
  const addEventKeys = into(INTO_EVENT_KEYS, eventKeyRow)
  const addCharges = into(INTO_CHARGES, chargeRow)
  const addToQuarters = into(INTO_ROLLUPS, rollupRow)
  const addToDays = into(INTO_ROLLUP_DAYS, rollupRow)
  const addPlanChanges = into(INTO_PLAN_CHANGES, planChangeRow)
  const saveInvitations = into(INTO_INVITATIONS, invitationRow)
  const saveKeys = into(INTO_KEYS, keyRow)
  const saveCaps = into(INTO_SPEND_CAPS, spendCapRow)
  const close = into(INTO_CLOSINGS, closingRow)
  const issue = into(INTO_INVOICES, invoiceRow)
  const addToHistory = into(INTO_SWITCH_HISTORY, switchRow)
  const addLowAlerts = into(INTO_LOW_ALERTS, lowAlertRow)
  const makeCurrent = into(INTO_SWITCHES, switchRow)
  return {
    ...teamReads(engine, db, team),
    ...archiveWrites(engine, db, team),
    ...auditWrites(engine, db, team),
    ...embedWrites(engine, db, team),
    ...runWrites(engine, db, team),
    chargesOf: async (events) => {
      const keys = events.map(({ source, eventId }) => [source, eventId])
      const rows = await db
        .selectFrom('event_keys')
        .select(['source', 'event_id', 'charge', 'digest'])
        .where('team_id', '=', team)
        .where(isAmong(engine, ['source', 'event_id'], keys))
        .execute()
      return rows.length === 0 ? [] : repeatsAmong(events, rows)
    },
    agentTools: async (asked) => {
      const keys = asked.map(({ agentRun, tool }) => [agentRun, tool])
      return db
        .selectFrom('agent_tools')
        .select(['agent_run as agentRun', 'tool'])
        .where('team_id', '=', team)
        .where(isAmong(engine, ['agent_run', 'tool'], keys))
        .execute()
    },
    addAgentTools: into(INTO_AGENT_TOOLS, (team_id, { agentRun, tool }: OncePerAgentRun) => {
      return { team_id, agent_run: agentRun, tool }
    }),
    takeChargeNumbers: async (count) => (await take(db, team, 'charges', count)) - count + 1,
    takeDecisionNumber: () => take(db, team, 'decisions', 1),
    addMembers: into(INTO_MEMBERS, memberRow),
    setCurrency: async (currency) => {
      await db.updateTable('teams').set({ currency }).where('team_id', '=', team).execute()
    },
    addCharges: async (charges) => {
      await addEventKeys(charges)
      await addCharges(charges)
    },
    saveAccounts: into(INTO_ACCOUNTS, accountRow),
    saveBonus: into(INTO_BONUS_GRANTS, bonusRow),
    addBonusPurchases: into(INTO_BONUS_PURCHASES, bonusPurchaseRow),
    addTotals: into(INTO_TOTALS, totalRow),
    addSales: into(INTO_SALES, saleRow),
    addClosing: (closing) => close([closing]),
    addInvoice: (invoice) => issue([invoice]),
    addCrossings: into(INTO_CROSSINGS, crossingRow),
    addPartDays: into(INTO_PART_DAYS, partDayRow),
    savePartNames: into(INTO_PARTS, partRow),
    saveMessages: into(INTO_MESSAGES, messageRow),
    saveDeliveries: into(INTO_DELIVERIES, deliveryRow),
    saveMailChoices: into(INTO_MAIL_CHOICES, mailChoiceRow),
    saveEndpoints: into(INTO_ENDPOINTS, endpointRow),
    deleteEndpoint: async (id) => {
      await db
        .deleteFrom('endpoints')
        .where('team_id', '=', team)
        .where('endpoint_id', '=', id)
        .execute()
    },
    markInbox: async ({ recipient, messages, readAt }) => {
      let inbox = db
        .updateTable('deliveries')
        .where('team_id', '=', team)
        .where('channel', '=', sql.lit('inbox'))
        .where('recipient', '=', recipient)
      if (messages !== 'all') {
        const wanted = messages.map((id) => [id])
        inbox = inbox.where(isAmong(engine, ['message_id'], wanted))
      }
      // What was read stays read as of then.
      if (readAt !== undefined) inbox = inbox.where('read_at', 'is', null)
      await inbox.set({ read_at: readAt ?? null }).execute()
    },
    gathering: async ({ kind, at }) => {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('team_id', '=', team)
        .where('kind', '=', kind)
        .where('gathers_until', '>', at)
        .$if(engine.locksRows, (query) => query.forUpdate())
        .execute()
      return rows.map(messageFrom)
    },
    changePlan: async (change) => {
      await addPlanChanges([change])
      await db.updateTable('teams').set({ plan: change.plan }).where('team_id', '=', team).execute()
    },
    changeMember: async (member) => {
      const { team_id, member_id, ...row } = memberRow(team, member)
      await db
        .updateTable('members')
        .set(row)
        .where('team_id', '=', team_id)
        .where('member_id', '=', member_id)
        .execute()
    },
    saveInvitation: (invitation) => saveInvitations([invitation]),
    tidy: (query) => tidyTeam(db, team, query),
    saveKey: (key) => saveKeys([key]),
    saveSpendCap: (cap) => saveCaps([cap]),
    saveChargesAlert: (alert) =>
      engine.insert(db, INTO_CHARGES_ALERTS, [chargesAlertRow(team, alert)]),
    setLowAlerts: async (alerts) => {
      await db.deleteFrom('low_alerts').where('team_id', '=', team).execute()
      await addLowAlerts(alerts)
    },
    addLowCrossings: into(INTO_LOW_CROSSINGS, lowCrossingRow),
    saveConnections: into(INTO_CONNECTIONS, connectionRow),
    saveReadings: into(INTO_READINGS, readingRow),
    saveFlows: into(INTO_FLOWS, flowRow),
    saveServerLimit: (limit) =>
      engine.insert(db, INTO_SERVER_LIMITS, [serverLimitRow(team, limit)]),
    addRollups: async (deltas) => {
      await addToQuarters(deltas)
      await addToDays(daysOf(deltas))
    },
    addSwitches: async (decisions) => {
      await addToHistory(decisions)
      await makeCurrent(decisions)
    },
    setDismissed: async ({ dismissed, at, ...alert }) => {
      if (dismissed) return engine.insert(db, INTO_DISMISSALS, [{ team_id: team, ...alert, at }])
      await db
        .deleteFrom('dismissals')
        .where('team_id', '=', team)
        .where('viewer', '=', alert.viewer)
        .where('cycle', '=', alert.cycle)
        .where('alert', '=', alert.alert)
        .execute()
    },
  }
}

/** Moves a counter of the team on by `count` and gives where it stands. */
async function take(
  db: Db,
  team: string,
  counter: 'charges' | 'decisions',
  count: number,
): Promise<number> {
  const row = await db
    .updateTable('teams')
    .set((is) => ({ [counter]: is(counter, '+', count) }))
    .where('team_id', '=', team)
    .returning(`${counter} as last`)
    .executeTakeFirstOrThrow()
  return row.last
}

function rollupRow(team: string, delta: RollupDelta): RollupRow {
  const { holder, resource, kind, bucket, credits, charges } = delta
  return { team_id: team, holder, resource, kind, bucket, credits, charges }
}

function totalRow(team: string, { costMicros, ...delta }: TotalDelta): TotalTableRow {
  return { team_id: team, ...delta, cost_micros: costMicros }
}

function partRow(team: string, part: Omit<PartRow, 'team_id'>): PartRow {
  return { team_id: team, ...part }
}

/** Members' own rollups are few rows; only the team's are read faster by the day. */
function daysOf(deltas: readonly RollupDelta[]): RollupDelta[] {
  const days = new Map<string, RollupDelta>()
  for (const delta of deltas) {
    if (delta.holder !== TEAM_HOLDER) continue
    const { resource, kind, day } = delta
    const key = JSON.stringify([resource, kind, day])
    const before = days.get(key)
    days.set(key, {
      ...delta,
      bucket: day,
      credits: delta.credits + (before?.credits ?? 0),
      charges: delta.charges + (before?.charges ?? 0),
    })
  }
  return [...days.values()]
}
