import type { AccountFacts, SavedAccount, TeamStore } from '#api/ports.ts'
import {
  type AccountRecord,
  type BonusPurchase,
  type ChargeRecord,
  type Closing,
  type Crossing,
  type Invoice,
  type LowCrossing,
  type Member,
  type PartDay,
  type RollupDelta,
  type Sale,
  type SwitchDecision,
  TEAM_HOLDER,
  type Team,
} from '#api/records.ts'
import { NO_BUCKETS } from '#shared/credits/account.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { invoiceLines } from '#shared/credits/invoice.ts'

/** Records with every field set, of which a test names those it is about. */

export const CYCLE = '2026-03-01'
export const MARCH = Date.UTC(2026, 2, 1)
export const MINUTES_15 = 900_000

export function aTeam(given: Partial<Team>): Team {
  return {
    id: 'team',
    name: 'Team',
    plan: 'team',
    zone: 'Europe/Berlin',
    anchor: '2026-01-31',
    createdAt: MARCH,
    example: false,
    ...given,
  }
}

export function aMember(id: string, given: Partial<Member> = {}): Member {
  return { id, name: id, email: `${id}@example.com`, roles: ['member'], createdAt: MARCH, ...given }
}

export function anAccount(
  holder: string,
  given: Partial<AccountFacts> & Partial<Omit<AccountRecord, 'holder'>> = {},
): SavedAccount {
  const { cycle = CYCLE, resource = 'ai', account, fired = [], ...facts } = given
  return {
    cycle,
    resource,
    holder,
    account: account ?? {
      allowance: { kind: 'limited', credits: 400 },
      used: { ...NO_BUCKETS, included: facts.used ?? 0 },
      bought: { blocks: 0, credits: 0, micros: 0 },
    },
    fired,
    facts: { ...FRESH, ...facts },
  }
}

export const FRESH: AccountFacts = {
  used: 0,
  left: 400,
  shareBps: 0,
  limit: 'ok',
  atLimit: false,
  boughtLeft: 0,
}

export function aCharge(charge: number, given: Partial<ChargeRecord> = {}): ChargeRecord {
  const credits = given.rating?.credits ?? 3
  return {
    charge,
    source: 'app',
    eventId: `event-${charge}`,
    event: `{"id":"event-${charge}"}`,
    time: MARCH + charge,
    receivedAt: MARCH + charge,
    bookedAt: MARCH + charge,
    late: false,
    cycle: CYCLE,
    resource: 'flows',
    kind: 'connector',
    rating: {
      kind: 'connector',
      label: 'Connector',
      cardId: 'flows-2026',
      cardDate: '2026-03-01',
      unit: 'each',
      quantity: 1,
      creditsPerUnit: credits,
      credits,
      ownKey: false,
    },
    split: { ...NO_BUCKETS, included: credits },
    blocksBought: 0,
    boughtCredits: 0,
    costMicros: 0,
    ...given,
  }
}

export function aRollup(given: Partial<RollupDelta>): RollupDelta {
  const { bucket = MARCH } = given
  return {
    holder: TEAM_HOLDER,
    resource: 'flows',
    bucket,
    day: Math.floor(bucket / DAY) * DAY,
    kind: 'connector',
    credits: 1,
    charges: 1,
    ...given,
  }
}

export function aSale(given: Partial<Sale> = {}): Sale {
  const price = { blockCredits: 1, blockMicros: 35_000 }
  return { cycle: CYCLE, resource: 'ai', late: false, ...price, blocks: 1, charges: 1, ...given }
}

export function aClosing(cycle: string, given: Partial<Closing> = {}): Closing {
  const end = MARCH + 31 * DAY
  return { cycle, start: MARCH, end, closedAt: end + DAY, ...given }
}

export function anInvoice(number: number, given: Partial<Invoice> = {}): Invoice {
  const { cycle: _, ...sale } = aSale({ blocks: 3 })
  const lines = invoiceLines([{ kind: 'pay-as-you-go', ...sale }], 'USD')
  return {
    number,
    cycle: CYCLE,
    start: MARCH,
    end: MARCH + 31 * DAY,
    issuedAt: MARCH + 32 * DAY,
    currency: 'USD',
    lines,
    totalMicros: 110_000,
    ...given,
  }
}

export function aCrossing(charge: number, given: Partial<Crossing> = {}): Crossing {
  return {
    id: `${CYCLE}:${charge}`,
    cycle: CYCLE,
    resource: 'ai',
    holder: 'ann',
    threshold: 'reached',
    crossed: ['warning', 'reached'],
    at: MARCH + charge,
    charge,
    used: 400,
    allowance: 400,
    work: 'paused',
    ...given,
  }
}

export function aDecision(seq: number, given: Partial<SwitchDecision> = {}): SwitchDecision {
  return {
    resource: 'ai',
    holder: TEAM_HOLDER,
    on: true,
    seq,
    at: MARCH + seq,
    actor: { id: 'billing', name: 'Bill Ing' },
    ...given,
  }
}

export function aPurchase(key: string, given: Partial<BonusPurchase> = {}): BonusPurchase {
  return {
    key,
    request: `{"key":"${key}"}`,
    pack: 'assistant-1000',
    resource: 'assistant',
    credits: 1_000,
    priceMicros: 10_000_000,
    currency: 'USD',
    grant: `bought:${key}`,
    at: MARCH,
    actor: { id: 'billing', name: 'Bill Ing' },
    ...given,
  }
}

export function aPartDay(part: string, given: Partial<PartDay> = {}): PartDay {
  const day = { resource: 'assistant', day: MARCH, credits: 5, charges: 2, ownKey: 1 } as const
  return { ...day, part, ...given }
}

export function aLowCrossing(charge: number, given: Partial<LowCrossing> = {}): LowCrossing {
  const mark = { kind: 'credits', credits: 100 } as const
  const [id, at] = [`low:${CYCLE}:${charge}`, MARCH + charge]
  return { id, cycle: CYCLE, at, charge, left: 90, mark, crossed: [mark], ...given }
}

/** Only what the record's type names: a store may keep more beside it. */
export function plainAccount({ cycle, resource, holder, account, fired }: AccountRecord) {
  return { cycle, resource, holder, account, fired }
}

export async function withMembers(team: TeamStore, members: readonly Member[]): Promise<void> {
  await team.write((tx) => tx.addMembers(members))
}
