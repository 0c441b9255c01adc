import { type RawBuilder, sql } from 'kysely'
import type { MemberRow } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { byteOrder, memberRowFrom, type PageRow } from '../rows/member-page.ts'
import { type Figure, figureOf, type Source } from './member-figure.ts'
import {
  accountJoin,
  COLUMNS,
  conditions,
  filterJoins,
  type Query,
  switchJoin,
  totalJoin,
} from './member-page-sql.ts'

export async function memberPage(db: Db, query: Query): Promise<MemberRow[]> {
  const rows = query.sort === 'name' ? await byName(db, query) : await byFigure(db, query)
  return rows.map((row) => memberRowFrom(query, row))
}

async function byName(db: Db, query: Query): Promise<PageRow[]> {
  return select(db, query, {
    from: sql`members as m ${filterJoins(query, ['a', 's'])}`,
    where: sql`1 = 1`,
    order: { column: sql`m.name_key`, id: sql`m.member_id` },
  })
}

/**
 * Those who have the figure come in the order of its own table, so that no page sorts all members;
 * those who used nothing yet all have the same one, and so come in the order of their ids.
 */
async function byFigure(db: Db, query: Query): Promise<PageRow[]> {
  const figure = figureOf(query)
  const rows = figure.source ? await withFigure(db, query, figure.source) : []
  if (isPast(query, figure.fresh, rows.at(-1), rows.length)) return rows
  const fresh = await withoutFigure(db, query, figure)
  return [...rows, ...fresh].sort(inOrder(query)).slice(0, query.limit)
}

async function withFigure(db: Db, query: Query, source: Source): Promise<PageRow[]> {
  const { team, cycle, resource } = query
  const within = (table: string) => sql`${sql.ref(`${table}.team_id`)} = ${team}
    and ${sql.ref(`${table}.cycle`)} = ${cycle.id} and ${sql.ref(`${table}.resource`)} = ${resource}`
  const where = source.where ?? sql`1 = 1`
  // SQLite keeps the order of a cross join: the index is read in the order of the page.
  if (source.table === 'a') {
    return select(db, query, {
      from: sql`accounts as a cross join members as m ${filterJoins(query, ['s'])}`,
      where: sql`${within('a')} and m.member_id = a.holder and ${where}`,
      order: { column: source.column, id: sql`a.holder` },
    })
  }
  return select(db, query, {
    from: sql`totals as t cross join members as m ${filterJoins(query, ['a', 's'])}`,
    where: sql`${within('t')} and t.dimension = 'member' and m.member_id = t.key and ${where}`,
    order: { column: source.column, id: sql`t.key` },
  })
}

async function withoutFigure(db: Db, query: Query, figure: Figure): Promise<PageRow[]> {
  return select(db, query, {
    ...withoutSource(query, figure.source),
    order: { fresh: figure.fresh, id: sql`m.member_id` },
  })
}

function withoutSource(query: Query, source: Source | undefined): Omit<Selection, 'order'> {
  const others = filterJoins(query, ['a', 's'])
  if (!source) return { from: sql`members as m ${others}`, where: sql`1 = 1` }
  switch (source.table) {
    case 'a':
      return {
        from: sql`members as m ${accountJoin(query)} ${filterJoins(query, ['s'])}`,
        where: sql`a.holder is null`,
      }
    case 't':
      return {
        from: sql`members as m ${totalJoin(query, source.where)} ${others}`,
        where: sql`t.key is null`,
      }
    default:
      return source.table satisfies never
  }
}

type Selection = {
  from: RawBuilder<unknown>
  where: RawBuilder<unknown>
  /** By a column and then the id, or by the id where all have the `fresh` figure. */
  order:
    | { column: RawBuilder<unknown>; id: RawBuilder<unknown> }
    | { fresh: number; id: RawBuilder<unknown> }
}

/** Finds the members of the page by as little as is needed, and then what is shown of them. */
async function select(db: Db, query: Query, selection: Selection): Promise<PageRow[]> {
  const { from, where, order } = selection
  const direction = sql.raw(query.order)
  const figure = 'column' in order ? order.column : sql`0`
  const { rows } = await sql<PageRow>`
    select ${COLUMNS} from (
      select ${figure} as figure, ${order.id} as id from ${from}
      where ${where} and ${conditions(query)} and ${afterLast(query, order)}
      order by ${'column' in order ? sql`${figure} ${direction},` : sql``} ${order.id} ${direction}
      limit ${query.limit}
    ) as page
    join members as m on m.team_id = ${query.team} and m.member_id = page.id
    ${accountJoin(query)} ${totalJoin(query)} ${switchJoin(query)}
    order by page.figure ${direction}, page.id ${direction}`.execute(db)
  return rows
}

function afterLast({ after, order: direction }: Query, order: Selection['order']) {
  if (!after) return sql`1 = 1`
  const past = sql.raw(direction === 'asc' ? '>' : '<')
  if ('column' in order)
    return sql`(${order.column}, ${order.id}) ${past} (${after.value}, ${after.id})`
  if (order.fresh === after.value) return sql`${order.id} ${past} ${after.id}`
  const isPast =
    direction === 'asc' ? order.fresh > Number(after.value) : order.fresh < Number(after.value)
  return isPast ? sql`1 = 1` : sql`1 = 0`
}

/** Whether the page is full before the first of those who used nothing. */
function isPast(query: Query, fresh: number, last: PageRow | undefined, count: number): boolean {
  if (!last || count < query.limit) return false
  const value = memberRowFrom(query, last).sortValue
  return query.order === 'asc' ? Number(value) < fresh : Number(value) > fresh
}

function inOrder(query: Query): (a: PageRow, b: PageRow) => number {
  const sign = query.order === 'asc' ? 1 : -1
  const figureIn = (row: PageRow) => Number(memberRowFrom(query, row).sortValue)
  return (a, b) => sign * (figureIn(a) - figureIn(b) || byteOrder(a.member_id, b.member_id))
}

export async function countMatching(db: Db, query: Query): Promise<number> {
  const { rows } = await sql<{ matching: unknown }>`
    select count(*) as matching from members as m ${filterJoins(query, ['a', 's'])}
    where ${conditions(query)}`.execute(db)
  return integerFrom(rows[0]?.matching)
}
