import type { AuditRecord } from '#api/audit/records.ts'
import type { Embed } from '#api/embedding/records.ts'
import type { AccountFacts } from '#api/ports.ts'
import type {
  AccountRecord,
  ArchivedCycle,
  BonusGrant,
  BonusPurchase,
  ChargeRecord,
  ChargesAlert,
  Closing,
  Crossing,
  Dimension,
  FlowRecord,
  Holder,
  Invitation,
  Invoice,
  KeyRecord,
  LowAlertRecord,
  LowCrossing,
  Member,
  PartDay,
  PlanChangeRecord,
  RollupDelta,
  Run,
  Sale,
  ServerLimit,
  SpendCap,
  SwitchDecision,
  Team,
  TotalDelta,
} from '#api/records.ts'
import type { OncePerAgentRun } from '#shared/credits/rating.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type ConnectionTables, emptyConnectionTables } from './connection-tables.ts'
import { emptyMessageTables, type MessageTables } from './message-tables.ts'

type PartTables = MessageTables & ConnectionTables

/** One team's data, as plain as it can be. */
export type Tables = PartTables & {
  team: Team
  counters: { charges: number; decisions: number }
  members: Map<string, Member>
  accounts: Map<string, AccountRecord & { facts: AccountFacts }>
  bonus: Map<string, BonusGrant>
  bonusPurchases: Map<string, BonusPurchase>
  charges: ChargeRecord[]
  /** By source and event id; they outlive charges that are archived. */
  byEvent: Map<string, { charge: number; event: string }>
  /** Of one holder and resource, by bucket and kind. */
  rollups: Map<string, Map<string, RollupDelta>>
  totals: Map<string, Map<string, TotalDelta>>
  sales: Map<string, Sale>
  closings: Closing[]
  archivedCycles: Map<string, ArchivedCycle>
  invoices: Invoice[]
  parts: Map<string, string>
  partDays: Map<string, PartDay>
  flows: Map<string, FlowRecord>
  /** By agent run and tool. */
  agentTools: Map<string, OncePerAgentRun>
  lowAlerts: LowAlertRecord[]
  lowCrossings: LowCrossing[]
  serverLimits: Map<string, ServerLimit>
  crossings: Crossing[]
  dismissals: Map<string, { viewer: string; cycle: string; alert: string }>
  planChanges: PlanChangeRecord[]
  runs: Map<string, Run>
  spendCaps: Map<Resource, SpendCap>
  keys: Map<string, KeyRecord>
  /** By hash. */
  embeds: Map<string, Embed>
  invitations: Map<string, Invitation>
  audit: AuditRecord[]
  chargesAlert: Map<'team', ChargesAlert>
  switches: Map<string, SwitchDecision>
  switchHistory: SwitchDecision[]
}

export function emptyTables(team: Team): Tables {
  return {
    team,
    counters: { charges: 0, decisions: 0 },
    members: new Map(),
    accounts: new Map(),
    bonus: new Map(),
    bonusPurchases: new Map(),
    charges: [],
    byEvent: new Map(),
    rollups: new Map(),
    totals: new Map(),
    sales: new Map(),
    closings: [],
    archivedCycles: new Map(),
    invoices: [],
    parts: new Map(),
    partDays: new Map(),
    flows: new Map(),
    agentTools: new Map(),
    lowAlerts: [],
    lowCrossings: [],
    serverLimits: new Map(),
    crossings: [],
    dismissals: new Map(),
    planChanges: [],
    runs: new Map(),
    spendCaps: new Map(),
    keys: new Map(),
    embeds: new Map(),
    invitations: new Map(),
    audit: [],
    chargesAlert: new Map(),
    switches: new Map(),
    switchHistory: [],
    ...emptyMessageTables(),
    ...emptyConnectionTables(),
  }
}

export function accountId(key: { cycle: string; resource: Resource; holder: Holder }): string {
  return JSON.stringify([key.cycle, key.resource, key.holder])
}

export function eventKey(key: { source: string; eventId: string }): string {
  return JSON.stringify([key.source, key.eventId])
}

export function rollupId(key: { holder: Holder; resource: Resource }): string {
  return JSON.stringify([key.holder, key.resource])
}

export function totalsId(key: { cycle: string; resource: Resource; dimension: Dimension }): string {
  return JSON.stringify([key.cycle, key.resource, key.dimension])
}

export function switchId(key: { resource: Resource; holder: Holder }): string {
  return JSON.stringify([key.resource, key.holder])
}

export function partDayId(key: { resource: Resource; part: string; day: number }): string {
  return JSON.stringify([key.resource, key.part, key.day])
}

export function agentToolId(key: { agentRun: string; tool: string }): string {
  return JSON.stringify([key.agentRun, key.tool])
}
