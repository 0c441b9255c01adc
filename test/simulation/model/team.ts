import type { Resource } from '#shared/credits/resources.ts'
import type { TeamMade } from '../operations.ts'

/** Everything that has happened to a team, as lists: whatever is asked is counted from them. */
export type ModelTeam = {
  made: TeamMade
  members: { id: string; joined: number; left?: number }[]
  plans: { at: number; from: string; plan: string }[]
  switches: { resource: Resource; holder: string; on: boolean; at: number }[]
  caps: { resource: Resource; micros: number | undefined }[]
  grants: {
    key: string
    pack: string
    priceMicros: number
    amount: number
    left: number
    at: number
  }[]
  serverLimits: { server: string; credits: number | undefined }[]
  runs: ModelRun[]
  charges: Charge[]
  /** What the team was told of each account, and the limit that it was told of. */
  fired: Record<string, { allowance: number; thresholds: string[] }>
  crossings: CrossingSeen[]
  closed: { cycle: string; end: number }[]
  invoices: InvoiceSeen[]
}

export type ModelRun = {
  id: string
  request: string
  resource: Resource
  holder: string
  member: string | undefined
  part: string | undefined
  estimate: number
  used: number
  held: number
  state: 'admitted' | 'settled' | 'released'
  expiresAt: number
}

export type Split = { included: number; bonus: number; payAsYouGo: number; uncovered: number }

export type Charge = {
  key: string
  content: string
  once: string | undefined
  cycle: string
  resource: Resource
  member: string | undefined
  part: string | undefined
  bookedAt: number
  late: boolean
  credits: number
  split: Split
  blocks: number
  blockCredits: number
  blockMicros: number
}

export type CrossingSeen = {
  cycle: string
  resource: Resource
  holder: string
  crossed: string[]
  at: number
  used: number
  allowance: number
  work: string
}

export type InvoiceSeen = {
  number: number
  cycle: string
  totalMicros: number
  lines: string[]
}

/** The team's own account, beside those of its members. */
export const TEAM = ''

export function newTeam(made: TeamMade): ModelTeam {
  return {
    made,
    members: made.members.map((id) => ({ id, joined: made.createdAt })),
    plans: [],
    switches: [],
    caps: [],
    grants: [],
    serverLimits: [],
    runs: [],
    charges: [],
    fired: {},
    crossings: [],
    closed: [],
    invoices: [],
  }
}
