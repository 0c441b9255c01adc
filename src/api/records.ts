import type { KeyScope } from '#shared/contract/key.ts'
import type { Role } from '#shared/contract/values.ts'
import type { Account, Buckets } from '#shared/credits/account.ts'
import type { Credits, Micros, Millis } from '#shared/credits/amounts.ts'
import type { Threshold } from '#shared/credits/crossing.ts'
import type { InvoiceLine } from '#shared/credits/invoice.ts'
import type { WorkState } from '#shared/credits/limit.ts'
import type { LowAlert, LowMark } from '#shared/credits/low-credit.ts'
import type { Switch } from '#shared/credits/pay-as-you-go.ts'
import type { PlanChange } from '#shared/credits/plan-change.ts'
import type { Rating } from '#shared/credits/rating.ts'
import type { Resource } from '#shared/credits/resources.ts'

/** What a store keeps. A store writes and finds these; what they mean is the rules' business. */

export type Team = {
  id: string
  name: string
  plan: string
  /** IANA time zone. */
  zone: string
  /** ISO date of the first billing day. */
  anchor: string
  /** When the team's ledger was opened. */
  createdAt: Millis
  /** Loaded as an example at the first start. */
  example: boolean
  /** ISO 4217: what its money is in; absent until there is any. */
  currency?: string
  /** For how long single charges are kept; absent for ever. */
  retentionMonths?: number
}

export type Member = {
  id: string
  name: string
  email: string
  roles: readonly Role[]
  createdAt: Millis
  removedAt?: Millis
  /** Who signs in as this member. */
  person?: string
}

/** Whose a balance or rollup is: a member's id, or the team's. */
export type Holder = string
export const TEAM_HOLDER: Holder = ''

export type AccountKey = { cycle: string; resource: Resource; holder: Holder }

export type AccountRecord = AccountKey & { account: Account; fired: readonly Threshold[] }

/** Bonus credits bought once; they outlive cycles. */
export type BonusGrant = {
  id: string
  resource: Resource
  amount: Credits
  left: Credits
  start: Millis
  expiry?: Millis
}

/** A pack of bonus credits bought: who, what, and the price of that day. */
export type BonusPurchase = {
  /** The buyer's own key: the same one again is the same purchase. */
  key: string
  /** What was asked for, canonical JSON. */
  request: string
  pack: string
  resource: Resource
  credits: Credits
  priceMicros: Micros
  /** ISO 4217: the catalog's at that time. */
  currency: string
  /** The grant that it gave. */
  grant: string
  at: Millis
  actor: { id: string; name: string }
}

export type ChargeRecord = {
  /** Counts the team's charges from 1. */
  charge: number
  source: string
  eventId: string
  /** The event as it was taken, canonical JSON: equal content is equal text. */
  event: string
  time: Millis
  receivedAt: Millis
  bookedAt: Millis
  late: boolean
  cycle: string
  resource: Resource
  kind: string
  member?: string
  part?: string
  rating: Rating
  split: Buckets
  blocksBought: number
  /** In those blocks. */
  boughtCredits: Credits
  costMicros: Micros
}

/** Use in one bucket of time, of one holder, resource and kind. */
export type RollupDelta = {
  holder: Holder
  resource: Resource
  /** Start of its 15 minutes. */
  bucket: Millis
  /** Start of the team's local day that they are in. */
  day: Millis
  kind: string
  credits: Credits
  charges: number
}

/** `own-key`: work with the customer's own provider key, which uses no credits, by its member. */
export type Dimension = 'kind' | 'member' | 'part' | 'own-key'

/** Use in one cycle by one value of one dimension; `key` is empty where the event named none. */
export type TotalDelta = {
  cycle: string
  resource: Resource
  dimension: Dimension
  key: string
  credits: Credits
  charges: number
  costMicros: Micros
}

/** Use of one flow or server on one local day of the team. */
export type PartDay = {
  resource: Resource
  part: string
  /** Start of the day. */
  day: Millis
  credits: Credits
  charges: number
  /** Of the charges, those with the customer's own provider key. */
  ownKey: number
}

/** A flow that is or was deployed; its name is kept with those of all parts. */
export type FlowRecord = { flow: string; deployed: boolean; at: Millis }

/** The most that a server may use on a day; nothing once the limit was taken away. */
export type ServerLimit = {
  server: string
  credits: Credits | undefined
  at: Millis
  actor: { id: string; name: string }
}

/** Pay-as-you-go blocks bought in one cycle at one price: what its invoice is made of. */
export type Sale = {
  cycle: string
  resource: Resource
  /** For use of an earlier cycle that was invoiced already. */
  late: boolean
  blockCredits: Credits
  blockMicros: Micros
  blocks: number
  charges: number
}

/** A cycle whose totals are final. There is one for each cycle, and none between is left out. */
export type Closing = {
  cycle: string
  start: Millis
  end: Millis
  closedAt: Millis
  /** The number of its invoice; absent where nothing was to be paid. */
  invoice?: number
}

/** A final invoice: neither its lines nor its total ever change. */
export type Invoice = {
  /** Counts the team's invoices from 1. */
  number: number
  cycle: string
  start: Millis
  end: Millis
  issuedAt: Millis
  currency: string
  lines: readonly InvoiceLine[]
  totalMicros: Micros
}

/** A closed cycle whose single charges lie in a file: what they summed to stays. */
export type ArchivedCycle = {
  cycle: string
  start: Millis
  end: Millis
  archivedAt: Millis
  charges: number
  sums: Partial<Record<Resource, ArchivedSums>>
  /** SHA-256 of the file's text. */
  sha256: string
  /** SHA-256 of what follows from the charges, by table, so that a change of it is seen. */
  seal: Readonly<Record<string, string>>
}

export type ArchivedSums = Buckets & { charges: number; costMicros: Micros }

export type Crossing = {
  id: string
  cycle: string
  resource: Resource
  holder: Holder
  /** The highest of `crossed`: the one that the message names. */
  threshold: Threshold
  crossed: readonly Threshold[]
  at: Millis
  /** The charge that crossed them; of a lowered limit a number that no charge has: its place among them. */
  charge: number
  used: Credits
  allowance: Credits
  work: WorkState
}

/** A mark that the team set for its Assistant credits. */
export type LowAlertRecord = LowAlert & { at: Millis; actor: { id: string; name: string } }

/** The marks that one charge reached. */
export type LowCrossing = {
  id: string
  cycle: string
  at: Millis
  charge: number
  left: Credits
  /** The lowest of `crossed`: the one that the message names. */
  mark: LowMark
  crossed: readonly LowMark[]
}

export type SwitchDecision = Switch & {
  resource: Resource
  holder: Holder
  at: Millis
  actor: { id: string; name: string }
}

/** Work that was admitted, and what is set aside for it. */
export type Run = {
  id: string
  /** The request that admitted it, canonical JSON. */
  request: string
  resource: Resource
  holder: Holder
  member?: string
  part?: string
  estimate: Credits
  /** Reported by its events so far. */
  used: Credits
  /** Of the estimate, not reported yet; only until it ends or expires. */
  held: Credits
  state: 'admitted' | 'settled' | 'released'
  admittedAt: Millis
  expiresAt: Millis
  endedAt?: Millis
}

/** An invitation is for one address; its token, mailed there, accepts it once. */
export type Invitation = {
  id: string
  email: string
  roles: readonly Role[]
  /** A member that usage is known of already. */
  member?: string
  /** SHA-256 of the token. */
  hash: string
  createdAt: Millis
  expiresAt: Millis
  /** A member of the team, or whoever is at the server's command line. */
  actor: { kind: 'person' | 'operator'; id: string; name: string }
  /** Accepted or withdrawn. */
  endedAt?: Millis
}

/** A key for programs: of it, only what it can be recognised by. */
export type KeyRecord = {
  id: string
  kind: 'service' | 'personal'
  /** SHA-256 of the whole key. */
  hash: string
  hint: string
  name: string
  /** The teams that it is for; a personal key is for one. */
  teams: 'all' | readonly string[]
  scopes: readonly KeyScope[]
  /** What the source of its events begins with. */
  source?: string
  /** What it opens the dashboard with, at most. */
  roles?: readonly Role[]
  /** As whom a personal key reads. */
  member?: string
  createdAt: Millis
  actor: { id: string; name: string }
  /** From then on it is unknown. */
  expiresAt?: Millis
  usedAt?: Millis
  /** The key that took its place, and until when it would have worked without. */
  replaced?: { by: string; expiresAt?: Millis }
}

/** The most that a team spends on a resource's pay-as-you-go in one cycle. */
export type SpendCap = {
  resource: Resource
  /** Absent once the cap was removed. */
  micros?: Micros
  seq: number
  at: Millis
  actor: { id: string; name: string }
}

/** From which charges of a cycle on Billing is told, where the team has decided that itself. */
export type ChargesAlert = {
  /** Absent once the team went back to the catalog's. */
  micros?: Micros
  at: Millis
  actor: { id: string; name: string }
}

export type PlanChangeRecord = PlanChange & { seq: number; actor: { id: string; name: string } }

export type Rejection = {
  /**
   * SHA-256 of the event's text: the same event refused again is the same row. What a key may not
   * send is a row apart from the same text of somebody who may.
   */
  hash: string
  /** Empty where the event named no known team, or one that its sender's key is not for. */
  team: string
  receivedAt: Millis
  times: number
  reason: string
  detail: string
  path: string
  /** The event as sent, JSON. */
  event: string
}
