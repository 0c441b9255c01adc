import type {
  AccountStateCount,
  AccountStatesQuery,
  ChargePage,
  ChargePageQuery,
  DailyUse,
  TeamReads,
} from '#api/ports.ts'
import { type ChargeRecord, type Member, type Run, TEAM_HOLDER } from '#api/records.ts'
import { searchKey } from '#api/search-key.ts'
import { totalOf } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { dayIndexAt } from '#shared/credits/cycle.ts'
import { markKey } from '#shared/credits/low-credit.ts'
import { auditReads } from './audit.ts'
import { compareText } from './compare.ts'
import { connectionReads } from './connections.ts'
import { decisionsOf } from './decisions.ts'
import { embedReads } from './embeds.ts'
import { isSwitchedOn, matchingRows, memberPage } from './member-page.ts'
import { messageReads } from './messages.ts'
import { compareNames, nameKey } from './name-key.ts'
import { accountId, rollupId, type Tables, totalsId } from './tables.ts'

export function readsOf(tables: () => Tables | undefined): TeamReads {
  const there = (): Tables => {
    const found = tables()
    if (!found) throw new Error('no such team')
    return found
  }
  return {
    ...messageReads(there),
    ...connectionReads(there),
    ...embedReads(tables),
    profile: async () => tables()?.team,
    members: async (ids) => ids.flatMap((id) => there().members.get(id) ?? []),
    memberOf: async (person) => memberOf(there(), person),
    memberWithRole: async (role) => {
      let first: Member | undefined
      for (const member of there().members.values()) {
        if (member.removedAt !== undefined || !member.roles.includes(role)) continue
        if (!first || compareNames(member, first) < 0) first = member
      }
      return first
    },
    countMembers: async (since, joinedBefore = Number.POSITIVE_INFINITY) => {
      let count = 0
      for (const { createdAt, removedAt } of there().members.values()) {
        const isStill = removedAt === undefined || removedAt > since
        if (isStill && createdAt < joinedBefore) count++
      }
      return count
    },
    accounts: async (keys) => keys.flatMap((key) => there().accounts.get(accountId(key)) ?? []),
    bonus: async (resource) =>
      [...there().bonus.values()]
        .filter((grant) => grant.resource === resource)
        .sort((a, b) => compareText(a.id, b.id)),
    bonusPurchases: async () =>
      [...there().bonusPurchases.values()].sort((a, b) => b.at - a.at || compareText(a.key, b.key)),
    bonusPurchase: async (key) => there().bonusPurchases.get(key),
    accountsAfter: async ({ cycle, resource, after, limit }) =>
      [...there().accounts.values()]
        .filter(
          (account) =>
            account.cycle === cycle &&
            account.resource === resource &&
            (after === undefined || compareText(account.holder, after) > 0),
        )
        .sort((a, b) => compareText(a.holder, b.holder))
        .slice(0, limit),
    switches: async (resource, members, decidedBefore) => {
      const decided = decisionsOf(there(), { resource, decidedBefore })
      return [TEAM_HOLDER, ...members].flatMap((holder) => decided(holder) ?? [])
    },
    planChanges: async () => [...there().planChanges],
    roster: async ({ search = '', after, limit }) => {
      const wanted = searchKey(search)
      return [...there().members.values()]
        .filter(({ removedAt }) => removedAt === undefined)
        .filter((member) => `${nameKey(member)}\n${searchKey(member.email)}`.includes(wanted))
        .filter((member) => !after || isAfter(member, after))
        .sort(compareNames)
        .slice(0, limit)
    },
    invitations: async () =>
      newestFirst([...there().invitations.values()].filter(({ endedAt }) => endedAt === undefined)),
    ...auditReads(() => there().audit),
    keys: async () => newestFirst(there().keys.values()),
    spendCaps: async () => [...there().spendCaps.values()],
    chargesAlert: async () => there().chargesAlert.get('team'),
    switchHistory: async ({ resource, holder, from, to }) =>
      there().switchHistory.filter(
        (decision) =>
          decision.resource === resource &&
          decision.holder === holder &&
          decision.at >= from &&
          decision.at < to,
      ),
    dailyUse: async (query) => dailyUse(there(), query),
    totals: async ({ limit, keys, ...of }) => {
      const all = [...(there().totals.get(totalsId(of))?.values() ?? [])].filter(
        ({ key }) => keys === undefined || keys.includes(key),
      )
      const rows = all
        .sort((a, b) => b.credits - a.credits || b.charges - a.charges || compareText(a.key, b.key))
        .slice(0, limit)
        .map(({ key, credits, charges, costMicros }) => ({ key, credits, charges, costMicros }))
      const credits = all.reduce((sum, row) => sum + row.credits, 0)
      const charges = all.reduce((sum, row) => sum + row.charges, 0)
      return { rows, all: { rows: all.length, credits, charges } }
    },
    partNames: async (resource, parts) => {
      const names = new Map<string, string>()
      for (const part of parts) {
        const name = there().parts.get(`${resource} ${part}`)
        if (name !== undefined) names.set(part, name)
      }
      return names
    },
    flows: async (ids) =>
      [...there().flows.values()]
        .filter(({ flow }) => ids === 'all' || ids.includes(flow))
        .sort((a, b) => compareText(a.flow, b.flow)),
    partDays: async ({ resource, parts, from, to }) =>
      [...there().partDays.values()]
        .filter((row) => row.resource === resource && row.day >= from && row.day < to)
        .filter((row) => parts === undefined || parts.includes(row.part))
        .sort((a, b) => compareText(a.part, b.part) || a.day - b.day),
    knowsPart: async (resource, part) =>
      [...there().partDays.values()].some((row) => row.resource === resource && row.part === part),
    serverLimits: async () =>
      [...there().serverLimits.values()]
        .filter((limit) => limit.credits !== undefined)
        .sort((a, b) => compareText(a.server, b.server)),
    serverLimit: async (server) => {
      const limit = there().serverLimits.get(server)
      return limit?.credits === undefined ? undefined : limit
    },
    lowAlerts: async () =>
      [...there().lowAlerts].sort((a, b) => compareText(markKey(a.mark), markKey(b.mark))),
    lowCrossing: async (id) => there().lowCrossings.find((crossing) => crossing.id === id),
    lowCrossings: async ({ cycle, limit }) =>
      there()
        .lowCrossings.filter((crossing) => crossing.cycle === cycle)
        .sort((a, b) => b.charge - a.charge)
        .slice(0, limit),
    memberPage: async (query) => memberPage(there(), query),
    countMatching: async (query) => matchingRows(there(), query).length,
    accountStates: async (query) => accountStates(there(), query),
    chargePage: async (query) => chargePage(there(), query),
    lastCovered: async ({ resource, from, to }) =>
      there()
        .charges.filter((charge) => charge.resource === resource)
        .filter(({ bookedAt }) => bookedAt >= from && bookedAt < to)
        .filter(({ split }) => split.included + split.bonus + split.payAsYouGo > 0)
        .map(({ bookedAt }) => bookedAt)
        .sort((a, b) => b - a)
        .at(0),
    purchases: async ({ resource, from, to, limit }) =>
      there()
        .charges.filter((charge) => charge.resource === resource && charge.blocksBought > 0)
        .filter((charge) => charge.bookedAt >= from && charge.bookedAt < to)
        .sort((a, b) => a.bookedAt - b.bookedAt || a.charge - b.charge)
        .slice(0, limit),
    crossings: async ({ cycle, holder, limit }) =>
      there()
        .crossings.filter((crossing) => crossing.cycle === cycle)
        .filter((crossing) => holder === undefined || crossing.holder === holder)
        .sort((a, b) => b.charge - a.charge)
        .slice(0, limit),
    crossing: async (id) => there().crossings.find((crossing) => crossing.id === id),
    dismissals: async ({ viewer, cycle }) => {
      const alerts = new Set<string>()
      for (const row of there().dismissals.values()) {
        if (row.viewer === viewer && row.cycle === cycle) alerts.add(row.alert)
      }
      return alerts
    },
    runs: async (ids) => ids.flatMap((id) => there().runs.get(id) ?? []),
    heldByHolder: async ({ resource, holders, at }) =>
      sumsBy(
        heldRuns(there(), at).filter(
          (run) => run.resource === resource && holders.includes(run.holder),
        ),
        (run) => run.holder,
      ),
    heldByPart: async ({ resource, at }) =>
      sumsBy(
        heldRuns(there(), at).filter((run) => run.resource === resource && run.part !== undefined),
        (run) => run.part ?? '',
      ),
    heldByResource: async ({ holders, at }) =>
      sumsBy(
        heldRuns(there(), at).filter((run) => holders === 'all' || holders.includes(run.holder)),
        (run) => run.resource,
      ),
    firstBooking: async () =>
      there().charges.reduce<Millis | undefined>(
        (first, { bookedAt }) => (first === undefined || bookedAt < first ? bookedAt : first),
        undefined,
      ),
    chargesInOrder: async ({ resource, from, to, upTo, after, limit }) =>
      there()
        .charges.filter((charge) => charge.resource === resource && charge.charge <= upTo)
        .filter((charge) => charge.bookedAt >= from && charge.bookedAt < to)
        .sort(byBooking)
        .filter((charge) => !after || byBooking(charge, after) > 0)
        .slice(0, limit),
    lastCharge: async () => there().counters.charges,
    sales: async (cycle) =>
      [...there().sales.values()]
        .filter((sale) => sale.cycle === cycle)
        .sort(
          (a, b) =>
            compareText(a.resource, b.resource) ||
            Number(a.late) - Number(b.late) ||
            a.blockCredits - b.blockCredits ||
            a.blockMicros - b.blockMicros,
        ),
    lastClosing: async () => there().closings.at(-1),
    closings: async () => [...there().closings],
    archivedCycles: async () =>
      [...there().archivedCycles.values()].sort((a, b) => compareText(a.cycle, b.cycle)),
    invoices: async () => there().invoices.toReversed(),
    invoice: async (cycle) => there().invoices.find((invoice) => invoice.cycle === cycle),
  }
}

function dailyUse(tables: Tables, query: Parameters<TeamReads['dailyUse']>[0]): DailyUse[] {
  const { holders, resources, days } = query
  const use = new Map<string, DailyUse>()
  for (const whose of holders.flatMap((holder) =>
    resources.map((resource) => ({ holder, resource })),
  )) {
    for (const { bucket, kind, credits } of tables.rollups.get(rollupId(whose))?.values() ?? []) {
      const day = dayIndexAt(days, bucket)
      if (day === undefined) continue
      const key = JSON.stringify([whose, day, kind])
      const before = use.get(key)
      if (before) before.credits += credits
      else use.set(key, { ...whose, day, kind, credits })
    }
  }
  return [...use.values()].filter((row) => row.credits > 0)
}

function accountStates(tables: Tables, query: AccountStatesQuery): AccountStateCount[] {
  const counts = new Map<string, AccountStateCount>()
  const decided = decisionsOf(tables, query)
  for (const { cycle, resource, holder, facts } of tables.accounts.values()) {
    if (cycle !== query.cycle || resource !== query.resource || holder === TEAM_HOLDER) continue
    const { limit, atLimit } = facts
    const hasBoughtLeft = facts.boughtLeft > 0
    const on = isSwitchedOn(query.switchDefault, decided(holder))
    const key = `${limit} ${atLimit} ${hasBoughtLeft} ${on}`
    const before = counts.get(key)
    if (before) before.count++
    else counts.set(key, { limit, atLimit, hasBoughtLeft, on, count: 1 })
  }
  return [...counts.values()]
}

function chargePage(tables: Tables, query: ChargePageQuery): ChargePage {
  const { resource, from, to, kind, member, part, bought, late, after, limit } = query
  const matching = tables.charges.filter(
    (charge) =>
      charge.resource === resource &&
      charge.bookedAt >= from &&
      charge.bookedAt < to &&
      (kind === undefined || charge.kind === kind) &&
      (member === undefined || charge.member === member) &&
      (part === undefined || charge.part === part) &&
      (late === undefined || charge.late === late) &&
      (bought === undefined || isBoughtAt(charge, bought)),
  )
  const rows = matching
    .filter(
      (charge) =>
        !after ||
        charge.bookedAt < after.bookedAt ||
        (charge.bookedAt === after.bookedAt && charge.charge < after.charge),
    )
    .sort((a, b) => b.bookedAt - a.bookedAt || b.charge - a.charge)
    .slice(0, limit)
  const credits = matching.reduce((sum, charge) => sum + totalOf(charge.split), 0)
  return { rows, matching: { charges: matching.length, credits } }
}

function isBoughtAt(
  { blocksBought, boughtCredits, costMicros }: ChargeRecord,
  { blockCredits, blockMicros }: NonNullable<ChargePageQuery['bought']>,
): boolean {
  const isOfSize = boughtCredits === blocksBought * blockCredits
  return blocksBought > 0 && isOfSize && costMicros === blocksBought * blockMicros
}

type Booked = { bookedAt: Millis; charge: number }

function byBooking(a: Booked, b: Booked): number {
  return a.bookedAt - b.bookedAt || a.charge - b.charge
}

function heldRuns(tables: Tables, at: Millis): Run[] {
  return [...tables.runs.values()].filter((run) => run.held > 0 && run.expiresAt > at)
}

function sumsBy<K>(runs: readonly Run[], keyOf: (run: Run) => K): Map<K, number> {
  const sums = new Map<K, number>()
  for (const run of runs) sums.set(keyOf(run), (sums.get(keyOf(run)) ?? 0) + run.held)
  return sums
}

/** As whom the person signs in, if still there. */
export function memberOf({ members }: Tables, person: string): Member | undefined {
  return [...members.values()].find(
    (member) => member.person === person && member.removedAt === undefined,
  )
}

function isAfter(member: Member, after: { nameKey: string; id: string }): boolean {
  const order = compareText(nameKey(member), after.nameKey)
  return (order || compareText(member.id, after.id)) > 0
}

export function newestFirst<T extends { createdAt: Millis; id: string }>(rows: Iterable<T>): T[] {
  return [...rows].sort((a, b) => b.createdAt - a.createdAt || compareText(a.id, b.id))
}
