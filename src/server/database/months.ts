import { sql } from 'kysely'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Engine, Statements } from './engine.ts'
import { integerFrom } from './integers.ts'
import { wallAround } from './team-wall.ts'

/** Takes what no month's partition does: charges are never refused for want of one. */
export const REST = 'charges_rest'

/** This month and those after it, so that a server that stands still for weeks finds its month made. */
const AHEAD = 3

/** More are moved only where the operator asks for it: nobody reads or writes them meanwhile. */
const MOVED_BESIDE_WORK = 50_000

/** A month of UTC as milliseconds, half-open. */
type Month = { name: string; start: Millis; end: Millis }

/** The partitions of `charges`, each a month of when they are booked. */
export type Months = {
  /** @returns how many were made */
  makeAhead: (at: Millis) => Promise<number>
  /** Gives every month that has charges a partition; it may take a while. @returns their names */
  spread: () => Promise<string[]>
  /** Takes away partitions without charges of months that ended by then. @returns their names */
  dropEmpty: (endedBy: Millis) => Promise<string[]>
}

export function monthsOf({ db, transact }: Engine['ofNoTeam']): Months {
  const make = (month: Month, atMost: number) =>
    transact(async (tx) => {
      await alone(tx)
      if ((await partitions(tx)).some(({ name }) => name === month.name)) return false
      return makePartition(tx, month, atMost)
    })
  return {
    makeAhead: async (at) => {
      const there = new Set((await partitions(db)).map(({ name }) => name))
      let made = 0
      for (let n = 0; n < AHEAD; n++) {
        const month = monthAfter(at, n)
        if (!there.has(month.name) && (await make(month, MOVED_BESIDE_WORK))) made++
      }
      return made
    },
    spread: async () => {
      const made: string[] = []
      for (const month of await transact(monthsInRest)) {
        if (await make(month, Number.MAX_SAFE_INTEGER)) made.push(month.name)
      }
      return made
    },
    dropEmpty: async (endedBy) => {
      const dropped: string[] = []
      for (const month of await partitions(db)) {
        if (month.end > endedBy) continue
        if (await transact((tx) => dropIfEmpty(tx, month.name))) dropped.push(month.name)
      }
      return dropped
    },
  }
}

/** One server makes or drops at a time; whoever works on charges is not kept waiting for long. */
async function alone(tx: Statements): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(tx)
  await sql`set local statement_timeout = 0`.execute(tx)
  await sql`select pg_advisory_xact_lock(hashtext('months of charges'))`.execute(tx)
}

/**
 * Nobody writes charges meanwhile: a row that was on its way to the rest would be refused there once its
 * month is attached. Reading goes on.
 *
 * @returns whether it was: not where more charges than `atMost` lie elsewhere already
 */
async function makePartition(tx: Statements, month: Month, atMost: number): Promise<boolean> {
  const { name, start, end } = month
  await sql`lock table charges in share row exclusive mode`.execute(tx)
  const isIn = sql`booked_at >= ${sql.lit(start)} and booked_at < ${sql.lit(end)}`
  const rest = sql.id(REST)
  const there = await pastTheWall(tx, REST, async () => {
    const { rows } = await sql<{ count: unknown }>`
      select count(*) as count from (
        select 1 from ${rest} where ${isIn} limit ${sql.lit(clamped(atMost))}
      ) as charge`.execute(tx)
    return integerFrom(rows[0]?.count ?? 0)
  })
  if (there > atMost) return false
  await sql`create table ${sql.id(name)}
    (like charges including defaults including constraints including indexes)
    with (autovacuum_analyze_scale_factor = 0.02)`.execute(tx)
  if (there > 0) {
    await pastTheWall(tx, REST, () =>
      sql`with moved as (delete from ${rest} where ${isIn} returning *)
        insert into ${sql.id(name)} select * from moved`.execute(tx),
    )
  }
  await sql.raw(wallAround(name).join(';\n')).execute(tx)
  await giveToOwner(tx, name)
  await sql`alter table charges attach partition ${sql.id(name)}
    for values from (${sql.lit(start)}) to (${sql.lit(end)})`.execute(tx)
  return true
}

/** A server may run as somebody who may more than the owner of the tables, who changes them later. */
async function giveToOwner(tx: Statements, name: string): Promise<void> {
  const { rows } = await sql<{ owner: string }>`
    select pg_get_userbyid(relowner) as owner from pg_class
    where oid = 'charges'::regclass and pg_get_userbyid(relowner) <> current_user`.execute(tx)
  for (const { owner } of rows) {
    await sql`alter table ${sql.id(name)} owner to ${sql.id(owner)}`.execute(tx)
  }
}

/** One more than is allowed is enough to know. */
function clamped(atMost: number): number {
  return Math.min(atMost, Number.MAX_SAFE_INTEGER - 1) + 1
}

async function dropIfEmpty(tx: Statements, name: string): Promise<boolean> {
  await alone(tx)
  await sql`lock table charges in access exclusive mode`.execute(tx)
  const isEmpty = await pastTheWall(tx, name, async () => {
    const { rows } = await sql`select 1 from ${sql.id(name)} limit 1`.execute(tx)
    return rows.length === 0
  })
  if (isEmpty) await sql`drop table ${sql.id(name)}`.execute(tx)
  return isEmpty
}

/** Months of charges that lie in no partition of their own. */
async function monthsInRest(tx: Statements): Promise<Month[]> {
  await alone(tx)
  return pastTheWall(tx, REST, async () => {
    const { rows } = await sql<{ at: unknown }>`
      select min(booked_at) as at from ${sql.id(REST)}
      group by to_char(to_timestamp(booked_at / 1000) at time zone 'UTC', 'YYYY-MM')
      order by at`.execute(tx)
    return rows.map(({ at }) => monthAfter(integerFrom(at), 0))
  })
}

/** All teams' rows are looked at, by nobody else meanwhile. */
async function pastTheWall<T>(tx: Statements, table: string, work: () => Promise<T>): Promise<T> {
  await sql`alter table ${sql.id(table)} no force row level security`.execute(tx)
  const result = await work()
  await sql`alter table ${sql.id(table)} force row level security`.execute(tx)
  return result
}

async function partitions(db: Statements): Promise<Month[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'charges'::regclass order by relname`.execute(db)
  return rows.flatMap(({ name }) => {
    const [, year, month] = /^charges_(\d{4})_(\d\d)$/.exec(name) ?? []
    return year && month ? [monthAfter(Date.UTC(Number(year), Number(month) - 1), 0)] : []
  })
}

function monthAfter(at: Millis, months: number): Month {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const start = Date.UTC(year, month)
  const name = `charges_${new Date(start).toISOString().slice(0, 7).replace('-', '_')}`
  return { name, start, end: Date.UTC(year, month + 1) }
}
