import { type RawBuilder, sql } from 'kysely'
import type { MemberPageQuery } from '#api/ports.ts'
import { searchKey } from '#api/search-key.ts'
import type { WorkState } from '#shared/credits/limit.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { holdableText } from '../holdable-text.ts'

/**
 * The parts that statements over members are put together from. `m` is the member, `a` their
 * account, `t` their use in the cycle, `s` their own decision.
 */
export type Query = MemberPageQuery & { team: string }

type Condition = RawBuilder<unknown>

export const COLUMNS = sql`
  m.member_id, m.name, m.email, m.admin, m.billing, m.member, m.created_at, m.removed_at, m.name_key,
  a.cycle, a.resource, a.holder, a.allowance, a.included, a.bonus, a.pay_as_you_go, a.uncovered,
  a.bought_blocks, a.bought_credits, a.bought_micros, a.fired,
  a.used, a.share_bps, a.left_credits,
  t.credits as total_credits, t.cost_micros as total_micros, s.seq, s.switched_on`

export function accountJoin(query: Query) {
  const { cycle, resource, holds } = query
  // In a pool nobody has an account of their own.
  const own = holds === 'own' ? sql`` : sql`and 1 = 0`
  return sql`left join accounts as a on a.team_id = m.team_id and a.cycle = ${cycle.id}
    and a.resource = ${resource} and a.holder = m.member_id ${own}`
}

export function totalJoin({ cycle, resource }: Query, where: Condition = sql`1 = 1`) {
  return sql`left join totals as t on t.team_id = m.team_id and t.cycle = ${cycle.id}
    and t.resource = ${resource} and t.dimension = 'member' and t.key = m.member_id and ${where}`
}

export function switchJoin({ resource, decidedBefore }: Query) {
  const ofMember = (alias: 's' | 'h') => sql`${sql.ref(`${alias}.team_id`)} = m.team_id
    and ${sql.ref(`${alias}.resource`)} = ${resource} and ${sql.ref(`${alias}.holder`)} = m.member_id`
  if (decidedBefore === undefined) return sql`left join switches as s on ${ofMember('s')}`
  return sql`left join switch_history as s on ${ofMember('s')} and s.seq = (
    select max(h.seq) from switch_history as h where ${ofMember('h')} and h.at < ${decidedBefore})`
}

/** Of the tables asked for, those that the filters look at. */
export function filterJoins(query: Query, tables: readonly ('a' | 's')[]) {
  const { limitState, workState } = query
  const account = tables.includes('a') && (limitState || workState) ? accountJoin(query) : sql``
  const decision = tables.includes('s') && workState ? switchJoin(query) : sql``
  return sql`${account} ${decision}`
}

/** Members who were there in the cycle and match the search and the states. */
export function conditions(query: Query): Condition {
  const { team, cycle, resource, search, limitState, workState, fresh } = query
  const all: Condition[] = [
    sql`m.team_id = ${team}`,
    sql`(m.removed_at is null or m.removed_at > ${cycle.start})`,
    sql`(m.created_at < ${cycle.end} or exists (select 1 from totals as had
      where had.team_id = m.team_id and had.cycle = ${cycle.id} and had.resource = ${resource}
        and had.dimension = 'member' and had.key = m.member_id))`,
  ]
  if (search) {
    const pattern = `%${escapeLike(holdableText(searchKey(search)))}%`
    all.push(
      sql`(m.name_key like ${pattern} escape '\\' or m.email_key like ${pattern} escape '\\')`,
    )
  }
  if (limitState) all.push(sql`coalesce(a.limit_state, ${fresh.limit}) = ${limitState}`)
  if (workState) all.push(worksAs(query, workState))
  return sql.join(all, sql` and `)
}

/** What `workFrom` of the rules says, as a condition. */
function worksAs(query: Query, workState: WorkState): Condition {
  const { fresh, resource } = query
  const atLimit = sql`coalesce(a.at_limit, cast(${fresh.atLimit ? 1 : 0} as bigint)) = 1`
  if (workState === 'open') return sql`not (${atLimit})`
  const bought = sql`coalesce(a.bought_left, cast(${fresh.boughtLeft} as bigint)) > 0`
  const goesOn = sql`(${bought} or ${switchedOn(query)})`
  if (workState === 'on-pay-as-you-go') return sql`${atLimit} and ${goesOn}`
  if (workState !== RESOURCE_TRAITS[resource].atLimit) return sql`1 = 0`
  return sql`${atLimit} and not ${goesOn}`
}

function switchedOn({ switchDefault }: Query): Condition {
  const { offered, on, team } = switchDefault
  if (!offered) return sql`1 = 0`
  const later = sql`coalesce(s.seq, 0) > ${team?.seq ?? 0}`
  return (team?.on ?? on)
    ? sql`not (${later} and s.switched_on = 0)`
    : sql`(${later} and s.switched_on = 1)`
}

export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
