import {
  buyingState,
  openAccount,
  type PayAsYouGo,
  usedOfAllowance,
} from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { stillFired } from '#shared/credits/crossing.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { type Lift, liftOf } from '#shared/credits/lift.ts'
import { type WorkState, workState } from '#shared/credits/limit.ts'
import {
  effectivePayAsYouGo,
  isAtCap,
  type Spending,
  type Switch,
  spendingOf,
} from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamReads } from '../ports.ts'
import {
  type AccountKey,
  type AccountRecord,
  type BonusGrant,
  type Holder,
  type SwitchDecision,
  TEAM_HOLDER,
} from '../records.ts'
import { bonusBalances } from './bonus.ts'
import { allowanceIn, type Terms } from './terms.ts'

/** What a batch works on: everything it may change, read once and written back once. */
export type Books = {
  account: (key: AccountKey) => AccountRecord
  saveAccount: (record: AccountRecord) => void
  bonus: (resource: Resource) => readonly Balance[]
  saveBonus: (resource: Resource, balances: readonly Balance[]) => void
  /** As it stands now, or for what was used at `usedAt`. */
  payAsYouGo: (key: AccountKey, usedAt?: Millis) => PayAsYouGo
  /** The last decisions that {@link payAsYouGo} follows. */
  switches: (key: AccountKey) => { team: Switch | undefined; member: Switch | undefined }
  /** What the team spent on the resource in the cycle, and may spend. */
  spending: (key: { cycle: string; resource: Resource }) => Spending
  /** What lets the account's work go on, where it has stopped. */
  lift: (key: AccountKey) => Lift
  changedAccounts: () => AccountRecord[]
  changedBonus: () => BonusGrant[]
}

export type Entry = { resource: Resource; cycle: Cycle; holder: Holder }

export function accountKey(entry: Entry): AccountKey {
  return { cycle: entry.cycle.id, resource: entry.resource, holder: entry.holder }
}

export async function openBooks(
  reads: TeamReads,
  options: { entries: readonly Entry[]; terms: Terms },
): Promise<Books> {
  const { terms } = options
  const entries = withTeams(options.entries)
  const resources = [...new Set(entries.map((entry) => entry.resource))]
  const grants = new Map<Resource, BonusGrant[]>()
  const bonus = new Map<Resource, readonly Balance[]>()
  const switches = new Map<Resource, Map<Holder, SwitchDecision>>()
  const loadResource = async (resource: Resource) => {
    const [ofResource, decisions] = await Promise.all([
      reads.bonus(resource),
      reads.switches(resource, membersOf(entries, resource)),
    ])
    grants.set(resource, ofResource)
    bonus.set(resource, bonusBalances(ofResource))
    switches.set(resource, new Map(decisions.map((decision) => [decision.holder, decision])))
  }
  const [accounts] = await Promise.all([
    loadAccounts(reads, { entries, terms }),
    ...resources.map(loadResource),
  ])
  const plans = new Map(entries.map(({ cycle }) => [cycle.id, terms.planIn(cycle)] as const))
  const changed = new Map<string, AccountRecord>()
  const changedBonus = new Set<Resource>()

  const accountAt = (key: AccountKey): AccountRecord => {
    const record = accounts.get(textOf(key))
    if (!record) throw new Error(`account not opened: ${textOf(key)}`)
    return record
  }

  const spending: Books['spending'] = ({ cycle, resource }) =>
    spendingOf(accountAt({ cycle, resource, holder: TEAM_HOLDER }).account, {
      capMicros: terms.caps.get(resource)?.micros,
    })

  const offerIn = ({ cycle, resource }: Pick<AccountKey, 'cycle' | 'resource'>) =>
    (plans.get(cycle) ?? terms.plan).entitlements[resource].payAsYouGo

  const switchesOf: Books['switches'] = ({ resource, holder }) => ({
    team: switches.get(resource)?.get(TEAM_HOLDER),
    member: holder === TEAM_HOLDER ? undefined : switches.get(resource)?.get(holder),
  })

  const payAsYouGo: Books['payAsYouGo'] = (key, usedAt) =>
    effectivePayAsYouGo({
      offer: offerIn(key),
      ...switchesOf(key),
      ...(usedAt === undefined ? {} : { usedAt }),
      spending: spending(key),
    })

  return {
    account: accountAt,
    saveAccount: (record) => {
      accounts.set(textOf(record), record)
      changed.set(textOf(record), record)
    },
    bonus: (resource) => bonus.get(resource) ?? [],
    saveBonus: (resource, balances) => {
      bonus.set(resource, balances)
      changedBonus.add(resource)
    },
    payAsYouGo,
    switches: switchesOf,
    spending,
    lift: (key) => {
      const offer = offerIn(key)
      const capReached = offer.kind === 'offered' && isAtCap(spending(key), offer)
      return liftOf({ payAsYouGo: payAsYouGo(key).kind, capReached })
    },
    changedAccounts: () => [...changed.values()],
    changedBonus: () =>
      [...changedBonus].flatMap((resource) => {
        const left = new Map(bonus.get(resource)?.map((balance) => [balance.id, balance.left]))
        return (grants.get(resource) ?? []).map((grant) => ({
          ...grant,
          left: left.get(grant.id) ?? grant.left,
        }))
      }),
  }
}

/** Whether the account's work goes on, as the books stand. */
export function workIn(
  books: Pick<Books, 'account' | 'bonus' | 'payAsYouGo'>,
  { key, at }: { key: AccountKey; at: Millis },
): WorkState {
  return workState({
    resource: key.resource,
    account: books.account(key).account,
    bonus: books.bonus(key.resource),
    payAsYouGo: buyingState(books.payAsYouGo(key)),
    at,
  })
}

/** The team's account sums over its members': what it spent in all is held against its cap. */
function withTeams(entries: readonly Entry[]): Entry[] {
  const teams = new Map<string, Entry>()
  for (const entry of entries) {
    const team = { ...entry, holder: TEAM_HOLDER }
    teams.set(textOf(accountKey(team)), team)
  }
  return [...entries, ...teams.values()]
}

async function loadAccounts(
  reads: TeamReads,
  options: { entries: readonly Entry[]; terms: Terms },
): Promise<Map<string, AccountRecord>> {
  const wanted = new Map(options.entries.map((entry) => [textOf(accountKey(entry)), entry]))
  const found = await reads.accounts([...wanted.values()].map(accountKey))
  const records = new Map(found.map((record) => [textOf(record), record]))
  const allowances = new Map<string, Allowance>()
  const accounts = new Map<string, AccountRecord>()
  for (const [text, entry] of wanted) {
    const kind = `${entry.resource} ${entry.cycle.id} ${entry.holder === TEAM_HOLDER}`
    const allowance = allowances.get(kind) ?? (await allowanceIn(reads, { ...options, ...entry }))
    allowances.set(kind, allowance)
    accounts.set(text, accountOf({ entry, allowance, record: records.get(text) }))
  }
  return accounts
}

/** With what the plan gives now: a pool grows with the team, and re-arms its thresholds. */
function accountOf(options: {
  entry: Entry
  allowance: Allowance
  record: AccountRecord | undefined
}): AccountRecord {
  const { entry, allowance, record } = options
  if (!record) return { ...accountKey(entry), account: openAccount(allowance), fired: [] }
  return withAllowance(record, allowance)
}

/** A raised limit re-arms the thresholds that are above usage again. */
export function withAllowance(record: AccountRecord, allowance: Allowance): AccountRecord {
  const account = { ...record.account, allowance }
  const used = usedOfAllowance(account)
  return { ...record, account, fired: stillFired({ used, allowance, fired: record.fired }) }
}

function membersOf(entries: readonly Entry[], resource: Resource): Holder[] {
  const holders = new Set<Holder>()
  for (const entry of entries) {
    if (entry.resource === resource && entry.holder !== TEAM_HOLDER) holders.add(entry.holder)
  }
  return [...holders]
}

function textOf(key: AccountKey): string {
  return `${key.cycle} ${key.resource} ${key.holder}`
}
