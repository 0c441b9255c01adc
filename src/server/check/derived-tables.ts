import { type RawBuilder, sql } from 'kysely'
import { BUCKET } from '#api/ledger/roll-up.ts'
import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS, RESOURCES, type Resource } from '#shared/credits/resources.ts'
import type { Engine } from '../database/engine.ts'
import type { Schema } from '../database/schema.ts'

/** What of a team decides how its charges are summed. */
export type Basis = {
  engine: Engine
  team: string
  /** Cycles and resources in which each member's use is rolled up too. */
  membersRolledUp: readonly { cycle: string; resource: Resource }[]
  /** Resources of which members have accounts. */
  memberAccounts: readonly Resource[]
  /** The team's local day of each rollup bucket that was ever used. */
  days: readonly { bucket: Millis; day: Millis }[]
}

/** A table whose rows follow from those of another: what it should hold, as a query over them. */
export type DerivedTable = {
  table: keyof Schema
  /** Charges of closed cycles may be archived; runs never are. */
  from: 'charges' | 'runs'
  key: readonly string[]
  sums: readonly string[]
  expected: (basis: Basis) => RawBuilder<unknown>
}

/** The column that says when a row's use was; absent where its cycle does. */
export function timeOf({ key }: DerivedTable): string | undefined {
  return key.find((column) => column === 'bucket' || column === 'day')
}

/** Rows of archived cycles: their charges are not there to be compared with. */
export function isArchived(derived: DerivedTable, team: string): RawBuilder<boolean> {
  if (derived.from === 'runs') return sql<boolean>`1 = 0`
  const time = timeOf(derived)
  if (time === undefined) {
    return sql<boolean>`cycle in (select archived.cycle from archived_cycles as archived
      where archived.team_id = ${team})`
  }
  return sql<boolean>`exists (select 1 from archived_cycles as archived
    where archived.team_id = ${team} and ${sql.ref(time)} >= archived.start_at
      and ${sql.ref(time)} < archived.end_at)`
}

const BUCKET_OF = sql`booked_at - booked_at % ${sql.lit(BUCKET)}`
/** The rating is JSON text that no sender writes into. */
const IS_OWN_KEY = sql`rating like '%"ownKey":true%'`
const ROLLUP = {
  from: 'charges' as const,
  key: ['holder', 'resource', 'kind', 'bucket'],
  sums: ['credits', 'charges'],
}

export const DERIVED: readonly DerivedTable[] = [
  {
    table: 'rollups',
    ...ROLLUP,
    expected: ({ engine, team, membersRolledUp }) => sql`
      select '' as holder, resource, kind, ${BUCKET_OF} as bucket,
        sum(credits) as credits, count(*) as charges
      from charges where team_id = ${team} group by 1, 2, 3, 4
      union all
      select member_id, resource, kind, ${BUCKET_OF}, sum(credits), count(*)
      from charges where team_id = ${team} and member_id is not null
        and (cycle, resource) in (select pair.cycle, pair.resource
          from ${engine.each(
            membersRolledUp.map(({ cycle, resource }) => [cycle, resource]),
            { name: 'pair', columns: ['cycle', 'resource'] },
          )})
      group by 1, 2, 3, 4`,
  },
  {
    table: 'rollup_days',
    ...ROLLUP,
    expected: ({ team }) => sql`
      select '' as holder, resource, kind, day_at as bucket,
        sum(credits) as credits, count(*) as charges
      from charges join local_days on bucket_at = ${BUCKET_OF}
      where team_id = ${team} group by 2, 3, 4`,
  },
  {
    table: 'part_days',
    from: 'charges',
    key: ['resource', 'part', 'day'],
    sums: ['credits', 'charges', 'own_key'],
    expected: ({ team }) => sql`
      select resource, part, day_at as day, sum(credits) as credits, count(*) as charges,
        sum(case when ${IS_OWN_KEY} then 1 else 0 end) as own_key
      from charges join local_days on bucket_at = ${BUCKET_OF}
      where team_id = ${team} and part is not null group by 1, 2, 3`,
  },
  {
    table: 'totals',
    from: 'charges',
    key: ['cycle', 'resource', 'dimension', 'key'],
    sums: ['credits', 'charges', 'cost_micros'],
    expected: ({ team }) =>
      sql.join(
        [
          totalsBy({ team, dimension: 'kind', key: sql`kind` }),
          totalsBy({ team, dimension: 'member', key: sql`coalesce(member_id, '')` }),
          totalsBy({
            team,
            dimension: 'own-key',
            key: sql`coalesce(member_id, '')`,
            where: IS_OWN_KEY,
          }),
          totalsBy({ team, dimension: 'part', key: sql`coalesce(part, '')`, where: HAS_PARTS }),
        ],
        sql` union all `,
      ),
  },
  {
    table: 'sales',
    from: 'charges',
    key: ['cycle', 'resource', 'late', 'block_credits', 'block_micros'],
    sums: ['blocks', 'charges'],
    // Exact: a charge buys all of its blocks at one price.
    expected: ({ team }) => sql`
      select cycle, resource, late, bought_credits / blocks_bought as block_credits,
        cost_micros / blocks_bought as block_micros, sum(blocks_bought) as blocks,
        count(*) as charges
      from charges where team_id = ${team} and blocks_bought > 0 group by 1, 2, 3, 4, 5`,
  },
  {
    table: 'accounts',
    from: 'charges',
    key: ['cycle', 'resource', 'holder'],
    sums: [
      'included',
      'bonus',
      'pay_as_you_go',
      'uncovered',
      'bought_blocks',
      'bought_credits',
      'bought_micros',
    ],
    expected: ({ engine, team, memberAccounts }) => sql`
      select cycle, resource, '' as holder, ${ACCOUNT_SUMS}
      from charges where team_id = ${team} group by 1, 2
      union all
      select cycle, resource, member_id, ${ACCOUNT_SUMS}
      from charges where team_id = ${team} and member_id is not null
        and resource in (select counted.resource
          from ${engine.each(
            memberAccounts.map((resource) => [resource]),
            { name: 'counted', columns: ['resource'] },
          )})
      group by 1, 2, 3`,
  },
  {
    table: 'holds',
    from: 'runs',
    key: ['resource', 'holder', 'minute'],
    sums: ['held'],
    expected: ({ team }) => sql`
      select resource, holder, expires_at - expires_at % ${sql.lit(MINUTE)} as minute,
        sum(held) as held
      from runs where team_id = ${team} and held > 0 group by 1, 2, 3`,
  },
]

const ACCOUNT_SUMS = sql`sum(included) as included, sum(bonus) as bonus,
  sum(pay_as_you_go) as pay_as_you_go, sum(uncovered) as uncovered,
  sum(blocks_bought) as bought_blocks, sum(bought_credits) as bought_credits,
  sum(cost_micros) as bought_micros`

const HAS_PARTS = sql`resource in (${sql.join(
  RESOURCES.filter((resource) => RESOURCE_TRAITS[resource].part.kind !== 'none'),
)})`

function totalsBy(options: {
  team: string
  dimension: string
  key: RawBuilder<unknown>
  where?: RawBuilder<unknown>
}): RawBuilder<unknown> {
  const { team, dimension, key, where = sql`1 = 1` } = options
  return sql`
    select cycle, resource, ${sql.lit(dimension)} as dimension, ${key} as key,
      sum(credits) as credits, count(*) as charges, sum(cost_micros) as cost_micros
    from charges where team_id = ${team} and ${where} group by 1, 2, 4`
}

/** A common table that the queries above may join. */
export function localDays({ engine, days }: Basis): RawBuilder<unknown> {
  const pairs = days.map(({ bucket, day }) => [String(bucket), String(day)])
  const pair = engine.each(pairs, { name: 'pair', columns: ['bucket', 'day'] })
  return sql`local_days as materialized (select cast(pair.bucket as bigint) as bucket_at,
    cast(pair.day as bigint) as day_at from ${pair})`
}
