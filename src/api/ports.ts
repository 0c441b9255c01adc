import type { MEMBER_SORTS } from '#shared/contract/page.ts'
import type { Role } from '#shared/contract/values.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { LimitState, WorkState } from '#shared/credits/limit.ts'
import type { Switch } from '#shared/credits/pay-as-you-go.ts'
import type { OncePerAgentRun } from '#shared/credits/rating.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { AuditReads, AuditWrites } from './audit/ports.ts'
import type { AuditEntry } from './audit/records.ts'
import type { ConnectionReads, ConnectionWrites, Connector } from './connections/ports.ts'
import type { KeptMail } from './delivery/ports.ts'
import type { Embedding, EmbedReads, EmbedWrites } from './embedding/ports.ts'
import type { Taken } from './ledger/ingest.ts'
import type { Limits } from './limits/ports.ts'
import type { Changes } from './live/changes.ts'
import type { MessageReads, MessageWrites, Outbox } from './messages/ports.ts'
import type { People } from './people/ports.ts'
import type {
  AccountKey,
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
  Rejection,
  RollupDelta,
  Run,
  Sale,
  ServerLimit,
  SpendCap,
  SwitchDecision,
  Team,
  TotalDelta,
} from './records.ts'

/** What the API needs from its host. */
export type Ports = {
  store: Store
  catalog: Catalog
  now: () => Millis
  /** Who is signed in. A host without it shows everybody everything, as whom they choose. */
  people?: People
  /** Counts requests; without it, nobody is limited. */
  limits?: Limits
  /** Who follows what is committed; without it, the API has its own. */
  changes?: Changes
  /** Where browsers find this host, for host products that show its pages. */
  embedding?: Embedding
  /** Reads accounts at Postman and Flowly; without it, none can be connected. */
  connector?: Connector | undefined
  /** Told of every failure that is ours; the client gets its `requestId`, never its words. */
  report: (failure: { requestId: string; error: unknown }) => void
  /** Told what became of the events of each request. */
  observe?: ((taken: Taken) => void) | undefined
}

export type Viewer = {
  id: string
  name: string
  /** Absent for a viewer that is no member, such as the operator on this machine. */
  member?: { id: string; name: string }
  roles: readonly Role[]
  /** Runs this server: may see what is of all teams, and of none. */
  operator?: true
  /** Looks at a dashboard that a host product opened for them. */
  embedded?: {
    /** The hash of the session's token. */
    session: string
    key: KeyRecord | undefined
    /** Who vouches for them. */
    by: { id: string; name: string }
  }
}

export type Store = {
  teams: () => Promise<Team[]>
  /** Teams with a delivery that is due. */
  teamsWithDue: (query: {
    at: Millis
    limit: number
    after?: string | undefined
  }) => Promise<string[]>
  /** Deliveries of all teams that are due. */
  countDue: (at: Millis) => Promise<number>
  /** Teams with an account that is due to be read. */
  teamsWithDueReading: (query: { at: Millis; limit: number }) => Promise<string[]>
  /** Teams with an invitation or a key that ended so long ago. */
  teamsToTidy: (query: Tidying) => Promise<string[]>
  /** Whether any team has invited the address, and it may still accept. */
  isInvited: (email: string, at: Millis) => Promise<boolean>
  /**
   * With its first members, if any, in one transaction. Without an entry only where nobody makes it, as
   * with an example.
   */
  createTeam: (
    team: Team,
    made?: { entry: AuditEntry; founders?: readonly Member[] },
  ) => Promise<void>
  /** Of whatever team. */
  key: (id: string) => Promise<KeyRecord | undefined>
  /** Keys that are for more teams than one: the operator's to make. */
  hostKeys: () => Promise<KeyRecord[]>
  saveHostKey: (key: KeyRecord, entry: AuditEntry) => Promise<void>
  /** What was decided for the whole server, or by somebody who is in no team. */
  serverAudit: AuditReads & AuditWrites
  markKeyUsed: (key: { id: string; at: Millis }) => Promise<void>
  /** The teams that the person is a member of, by id. */
  teamsOf: (person: string) => Promise<Team[]>
  /** Everything below is bound to one team. */
  team: (id: string) => TeamStore
  /** Events refused for naming no known team, and of every team: for the operator. */
  rejections: (query: {
    after?: { team: string; hash: string } | undefined
    limit: number
  }) => Promise<Rejection[]>
  /** The same event refused again replaces its row and adds to its `times`. */
  saveRejections: (rows: readonly Rejection[]) => Promise<void>
  deleteRejections: (rows: readonly { team: string; hash: string }[]) => Promise<void>
  /** Of those that keep charges for ever, and none (`''`), which have an event last refused so long ago. */
  teamsWithOldRejections: (query: { refusedBefore: Millis; limit: number }) => Promise<string[]>
  /** @returns how many were taken away */
  tidyRejections: (query: { team: string; refusedBefore: Millis; limit: number }) => Promise<number>
  /** Kept again it is the same one, kept later. */
  keepMail: (mail: KeptMail) => Promise<void>
  /** Of every team and of none, newest first: for the operator. */
  keptMails: (query: KeptMailsQuery) => Promise<KeptMail[]>
}

export type TeamStore = TeamReads & {
  outbox: Outbox
  /** Reads as of one moment: what is written meanwhile is not seen, so figures agree. */
  read: <T>(work: (reads: TeamReads) => Promise<T>) => Promise<T>
  /**
   * One transaction, alone on this team: what `work` writes is there as a whole or not at all.
   * `work` may be run again from the start after a deadlock, and must use only `tx` meanwhile.
   * Throws {@link StoreUnavailable} when the database can't take it.
   */
  write: <T>(work: (tx: TeamWrites) => Promise<T>) => Promise<T>
}

type PartReads = MessageReads & ConnectionReads & AuditReads & EmbedReads

export type TeamReads = PartReads & {
  profile: () => Promise<Team | undefined>
  /** Oldest first. */
  planChanges: () => Promise<PlanChangeRecord[]>
  members: (ids: readonly string[]) => Promise<Member[]>
  /** By name; those who are still there. */
  roster: (query: {
    search: string | undefined
    after: { nameKey: string; id: string } | undefined
    limit: number
  }) => Promise<Member[]>
  /** Not ended, expired ones among them; newest first. */
  invitations: () => Promise<Invitation[]>
  /** Newest first. */
  keys: () => Promise<KeyRecord[]>
  /** As whom the person signs in, if still there. */
  memberOf: (person: string) => Promise<Member | undefined>
  /** The first by name that holds the role and is still there. */
  memberWithRole: (role: Role) => Promise<Member | undefined>
  /** How many members were there at some time since `since`, of those who joined before then. */
  countMembers: (since: Millis, joinedBefore?: Millis) => Promise<number>
  accounts: (keys: readonly AccountKey[]) => Promise<AccountRecord[]>
  /** All accounts of a cycle and resource by holder, those after one of them. */
  accountsAfter: (query: {
    cycle: string
    resource: Resource
    after: Holder | undefined
    limit: number
  }) => Promise<AccountRecord[]>
  bonus: (resource: Resource) => Promise<BonusGrant[]>
  /** All packs ever bought, newest first. */
  bonusPurchases: () => Promise<BonusPurchase[]>
  bonusPurchase: (key: string) => Promise<BonusPurchase | undefined>
  /** The last decisions for the team and for the members named; of those made before, if asked. */
  switches: (
    resource: Resource,
    members: readonly string[],
    decidedBefore?: Millis,
  ) => Promise<SwitchDecision[]>
  /** The last decision for each resource. */
  spendCaps: () => Promise<SpendCap[]>
  /** The last decision. */
  chargesAlert: () => Promise<ChargesAlert | undefined>
  switchHistory: (query: Span & { resource: Resource; holder: Holder }) => Promise<SwitchDecision[]>
  /**
   * Use by kind in each of `days`, whole local days of the team in order; nothing used is left out.
   */
  dailyUse: (query: {
    holders: readonly Holder[]
    resources: readonly Resource[]
    days: readonly { start: Millis; end: Millis }[]
  }) => Promise<DailyUse[]>
  /** Largest first; `limit` rows of the dimension, and the sum over all its rows. */
  totals: (query: {
    cycle: string
    resource: Resource
    dimension: Dimension
    /** Of these only. */
    keys?: readonly string[]
    limit: number
  }) => Promise<{ rows: TotalRow[]; all: { rows: number; credits: Credits; charges: number } }>
  /** Use by local day, of days that start in the span; of the parts named, or of all. */
  partDays: (query: Span & { resource: Resource; parts?: readonly string[] }) => Promise<PartDay[]>
  /** Whether it was ever used. */
  knowsPart: (resource: Resource, part: string) => Promise<boolean>
  /** Those in force, by server. */
  serverLimits: () => Promise<ServerLimit[]>
  serverLimit: (server: string) => Promise<ServerLimit | undefined>
  lowAlerts: () => Promise<LowAlertRecord[]>
  /** Last charge first. */
  lowCrossings: (query: { cycle: string; limit: number }) => Promise<LowCrossing[]>
  lowCrossing: (id: string) => Promise<LowCrossing | undefined>
  flows: (ids: readonly string[] | 'all') => Promise<FlowRecord[]>
  partNames: (resource: Resource, parts: readonly string[]) => Promise<Map<string, string>>
  memberPage: (query: MemberPageQuery) => Promise<MemberRow[]>
  /** How many the pages of the query list, all together. */
  countMatching: (query: MemberPageQuery) => Promise<number>
  /** How many members' accounts are in each state, of those that have one in the cycle. */
  accountStates: (query: AccountStatesQuery) => Promise<AccountStateCount[]>
  chargePage: (query: ChargePageQuery) => Promise<ChargePage>
  /** When credits at hand were last used: not by charges of nothing, nor by uncovered ones. */
  lastCovered: (query: Span & { resource: Resource }) => Promise<Millis | undefined>
  /** Charges that bought pay-as-you-go blocks, oldest first. */
  purchases: (query: Span & { resource: Resource; limit: number }) => Promise<ChargeRecord[]>
  /** Last charge first; of one holder, or of all. */
  crossings: (query: {
    cycle: string
    holder?: Holder | undefined
    limit: number
  }) => Promise<Crossing[]>
  crossing: (id: string) => Promise<Crossing | undefined>
  /** Ids of the alerts this viewer dismissed in the cycle. */
  dismissals: (query: { viewer: string; cycle: string }) => Promise<Set<string>>
  runs: (ids: readonly string[]) => Promise<Run[]>
  /** What is set aside for runs that have neither ended nor expired at `at`. */
  heldByHolder: (query: {
    resource: Resource
    holders: readonly Holder[]
    at: Millis
  }) => Promise<Map<Holder, Credits>>
  heldByPart: (query: { resource: Resource; at: Millis }) => Promise<Map<string, Credits>>
  heldByResource: (query: {
    holders: readonly Holder[] | 'all'
    at: Millis
  }) => Promise<Map<Resource, Credits>>
  /** When the first charge counts, if there is one. */
  firstBooking: () => Promise<Millis | undefined>
  /** Oldest booking first, for going through all of them; charges after `upTo` are left out. */
  chargesInOrder: (
    query: Span & {
      resource: Resource
      upTo: number
      after?: { bookedAt: Millis; charge: number } | undefined
      limit: number
    },
  ) => Promise<ChargeRecord[]>
  /** The number of the newest charge; 0 before the first. */
  lastCharge: () => Promise<number>
  /** What was bought in the cycle, a sum for each price. */
  sales: (cycle: string) => Promise<Sale[]>
  lastClosing: () => Promise<Closing | undefined>
  /** Oldest first. */
  closings: () => Promise<Closing[]>
  /** Cycles whose single charges lie in files, oldest first. */
  archivedCycles: () => Promise<ArchivedCycle[]>
  /** Newest first. */
  invoices: () => Promise<Invoice[]>
  invoice: (cycle: string) => Promise<Invoice | undefined>
}

type PartWrites = MessageWrites & ConnectionWrites & AuditWrites & EmbedWrites

export type TeamWrites = TeamReads & PartWrites & LedgerWrites

/** What an event made when it was first sent. */
export type Charged = { charge: number; isSame: boolean }

type LedgerWrites = {
  addMembers: (members: readonly Member[]) => Promise<void>
  /** For how long single charges are kept; nothing for ever. */
  setRetention: (months: number | undefined) => Promise<void>
  /** Takes the cycle's charges away and gives how many; their events stay known. */
  archiveCycle: (cycle: ArchivedCycle) => Promise<number>
  /** Puts charges of an archived cycle back. */
  unarchive: (charges: readonly ChargeRecord[]) => Promise<void>
  /** The cycle has its charges again. */
  forgetArchive: (cycle: string) => Promise<void>
  setCurrency: (currency: string) => Promise<void>
  /**
   * For each of the events, in order, the charge that its source and id made before, also one that
   * was archived since, and whether that was by the very same content; nothing for a new one.
   */
  chargesOf: (
    events: readonly { source: string; eventId: string; event: string }[],
  ) => Promise<(Charged | undefined)[]>
  /** Of those asked for, what was charged before. */
  agentTools: (asked: readonly OncePerAgentRun[]) => Promise<OncePerAgentRun[]>
  addAgentTools: (rows: readonly OncePerAgentRun[]) => Promise<void>
  /** Takes `count` numbers from the team's sequence of charges and gives the first. */
  takeChargeNumbers: (count: number) => Promise<number>
  addCharges: (rows: readonly ChargeRecord[]) => Promise<void>
  saveAccounts: (rows: readonly SavedAccount[]) => Promise<void>
  saveBonus: (rows: readonly BonusGrant[]) => Promise<void>
  addBonusPurchases: (rows: readonly BonusPurchase[]) => Promise<void>
  /** Every charge is rolled up under the team; a store may count charges by these alone. */
  addRollups: (rows: readonly RollupDelta[]) => Promise<void>
  addTotals: (rows: readonly TotalDelta[]) => Promise<void>
  addPartDays: (rows: readonly PartDay[]) => Promise<void>
  /** Replaces all of the team's. */
  setLowAlerts: (rows: readonly LowAlertRecord[]) => Promise<void>
  addLowCrossings: (rows: readonly LowCrossing[]) => Promise<void>
  saveFlows: (rows: readonly FlowRecord[]) => Promise<void>
  saveServerLimit: (row: ServerLimit) => Promise<void>
  addSales: (rows: readonly Sale[]) => Promise<void>
  /** Throws where the cycle is closed already. */
  addClosing: (closing: Closing) => Promise<void>
  /** Throws where the number is taken, or the cycle has an invoice. */
  addInvoice: (invoice: Invoice) => Promise<void>
  addCrossings: (rows: readonly Crossing[]) => Promise<void>
  savePartNames: (
    rows: readonly { resource: Resource; part: string; name: string }[],
  ) => Promise<void>
  /** Throws where one of them is there already. */
  addRuns: (rows: readonly Run[]) => Promise<void>
  /** Of runs that are there. */
  saveRuns: (rows: readonly Run[]) => Promise<void>
  /** Makes the plan current and appends the change to the history. */
  changePlan: (row: PlanChangeRecord) => Promise<void>
  /** Roles, removal, and the person who signs in. */
  changeMember: (member: Member) => Promise<void>
  saveInvitation: (invitation: Invitation) => Promise<void>
  saveKey: (key: KeyRecord) => Promise<void>
  /** Takes away invitations and keys that ended so long ago, and gives how many. */
  tidy: (query: Tidying) => Promise<number>
  saveSpendCap: (row: SpendCap) => Promise<void>
  saveChargesAlert: (row: ChargesAlert) => Promise<void>
  /** The number of the team's next decision. */
  takeDecisionNumber: () => Promise<number>
  /** Makes the decisions current and appends them to the history. */
  addSwitches: (rows: readonly SwitchDecision[]) => Promise<void>
  setDismissed: (row: {
    viewer: string
    cycle: string
    alert: string
    dismissed: boolean
    at: Millis
  }) => Promise<void>
}

/** What ended before is taken away, at most so much of each kind at once. */
export type Tidying = { endedBefore: Millis; limit: number }

export type KeptMailsQuery = {
  /** `team` is empty for a mail that is of none. */
  after?: { at: Millis; team: string; messageId: string } | undefined
  limit: number
}

/** Half-open: [from, to). */
export type Span = { from: Millis; to: Millis }

/** An account with what the rules say of it, kept beside it so that stores can filter and sort. */
export type SavedAccount = AccountRecord & { facts: AccountFacts }

export type AccountFacts = {
  used: Credits
  left: Credits
  shareBps: number
  limit: LimitState
  /** Nothing included or bonus is left: only pay-as-you-go keeps work going. */
  atLimit: boolean
  boughtLeft: Credits
}

export type DailyUse = {
  holder: Holder
  resource: Resource
  /** Position in the query's `days`. */
  day: number
  kind: string
  credits: Credits
}

export type TotalRow = { key: string; credits: Credits; charges: number; costMicros: number }

/** How pay-as-you-go stands for members that no decision names. */
export type SwitchDefault = { offered: boolean; on: boolean; team: Switch | undefined }

export type AccountStatesQuery = {
  cycle: string
  resource: Resource
  switchDefault: SwitchDefault
  /** Of a cycle that is over: later decisions don't count. */
  decidedBefore?: Millis | undefined
}

export type AccountStateCount = {
  limit: LimitState
  atLimit: boolean
  hasBoughtLeft: boolean
  on: boolean
  count: number
}

export type MemberPageQuery = {
  /** Members are listed who were there in it, or whose use was booked in it. */
  cycle: { id: string; start: Millis; end: Millis }
  resource: Resource
  /** `shared`: the team's pool is used, so only use is known of a member. */
  holds: 'own' | 'shared'
  /** The facts of a member who has used nothing yet. */
  fresh: AccountFacts
  switchDefault: SwitchDefault
  /** Of a cycle that is over: later decisions don't count. */
  decidedBefore?: Millis | undefined
  search?: string | undefined
  limitState?: LimitState | undefined
  workState?: WorkState | undefined
  sort: (typeof MEMBER_SORTS)[number]
  order: 'asc' | 'desc'
  after?: { value: string | number; id: string } | undefined
  limit: number
}

export type MemberRow = {
  member: Member
  account?: AccountRecord
  used: Credits
  costMicros: number
  decision?: Switch
  /** What the page is sorted by, for the next page's `after`. */
  sortValue: string | number
}

export type ChargePageQuery = Span & {
  resource: Resource
  kind?: string | undefined
  member?: string | undefined
  part?: string | undefined
  /** Only those that bought blocks, of this size and price. */
  bought?: { blockCredits: Credits; blockMicros: number } | undefined
  late?: boolean | undefined
  after?: { bookedAt: Millis; charge: number } | undefined
  limit: number
}

export type ChargePage = {
  /** Newest first. */
  rows: ChargeRecord[]
  matching: { charges: number; credits: Credits }
}

/** The database can't be written right now (full, locked, gone): the transaction changed nothing. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
