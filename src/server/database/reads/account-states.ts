import type { AccountStateCount, AccountStatesQuery } from '#api/ports.ts'
import { TEAM_HOLDER } from '#api/records.ts'
import { LIMIT_STATES } from '#shared/credits/limit.ts'
import type { Db } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { oneOf } from '../rows/values.ts'
import { decisions } from './decisions.ts'

/**
 * Counts all accounts as the default has them, and then moves over those whose own decision says
 * otherwise: they are few, so no row of the many has to be joined.
 */
export async function accountStates(
  db: Db,
  query: AccountStatesQuery & { team: string },
): Promise<AccountStateCount[]> {
  const { offered, on, team } = query.switchDefault
  const standard = offered && (team?.on ?? on)
  const counts = new Map<string, AccountStateCount>()
  const [all, decided] = await Promise.all([
    countAccounts(db, query),
    offered ? countDecided(db, { ...query, on: !standard }) : [],
  ])
  for (const row of all) add(counts, { ...row, on: standard })
  for (const row of decided) {
    add(counts, { ...row, on: standard, count: -row.count })
    add(counts, { ...row, on: !standard })
  }
  return [...counts.values()].filter((row) => row.count > 0)
}

type Count = Omit<AccountStateCount, 'on'>

async function countAccounts(
  db: Db,
  query: { team: string; cycle: string; resource: string },
): Promise<Count[]> {
  const rows = await accountsOf(db, query)
    .select((is) => [
      'limit_state',
      'at_limit',
      is('bought_left', '>', 0).as('has_bought'),
      is.fn.countAll().as('count'),
    ])
    .groupBy(['limit_state', 'at_limit', 'has_bought'])
    .execute()
  return rows.map(countFrom)
}

/** The accounts of members with a decision of their own, later than the team's, that says `on`. */
async function countDecided(
  db: Db,
  query: AccountStatesQuery & { team: string; on: boolean },
): Promise<Count[]> {
  const rows = await accountsOf(db, query)
    .innerJoin(decisions(db, query), (join) => join.onRef('decided.holder', '=', 'accounts.holder'))
    .where('decided.seq', '>', query.switchDefault.team?.seq ?? 0)
    .where('decided.switched_on', '=', query.on ? 1 : 0)
    .select((is) => [
      'limit_state',
      'at_limit',
      is('bought_left', '>', 0).as('has_bought'),
      is.fn.countAll().as('count'),
    ])
    .groupBy(['limit_state', 'at_limit', 'has_bought'])
    .execute()
  return rows.map(countFrom)
}

function accountsOf(db: Db, query: { team: string; cycle: string; resource: string }) {
  return db
    .selectFrom('accounts')
    .where('accounts.team_id', '=', query.team)
    .where('accounts.cycle', '=', query.cycle)
    .where('accounts.resource', '=', query.resource)
    .where('accounts.holder', '<>', TEAM_HOLDER)
}

function countFrom(row: {
  limit_state: string
  at_limit: number
  has_bought: unknown
  count: unknown
}): Count {
  return {
    limit: oneOf(LIMIT_STATES, row.limit_state),
    atLimit: row.at_limit === 1,
    // A comparison is a boolean in PostgreSQL, 1 or 0 in SQLite.
    hasBoughtLeft: Boolean(row.has_bought),
    count: integerFrom(row.count),
  }
}

function add(counts: Map<string, AccountStateCount>, row: AccountStateCount): void {
  const key = `${row.limit} ${row.atLimit} ${row.hasBoughtLeft} ${row.on}`
  const before = counts.get(key)
  if (before) before.count += row.count
  else counts.set(key, { ...row })
}
