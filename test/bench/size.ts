import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { createApi } from '#api/app.ts'
import { refreshTeams } from '#api/plans/refresh-accounts.ts'
import type { Store } from '#api/ports.ts'
import { openDatabase } from '#server/database/open.ts'
import { closeAll } from '#server/jobs/close-cycles.ts'
import { refuseUnfitCatalog } from '#server/refuse-catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { withMembers } from '#test/contract/store-records.ts'
import { startPostgres } from '#test/support/postgres-server.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { perSecond, say, timed } from './figures.ts'
import { batches, membersAt, teamAt } from './usage-events.ts'

/**
 * What the databases hold for each charge, and what a server does for each team: the figures that
 * docs/scaling.md reckons with. `npm run bench:size -- 200000 2000`: so many events of one team, and teams.
 */
const [events = 100_000, teams = 1_000] = process.argv.slice(2).map(Number)

const NOW = Date.UTC(2026, 2, 31, 12)
const TEAM = teamAt(NOW)
const MEMBERS = membersAt(NOW, 200)

type Size = { table: string; rows: number; bytes: number }

say(
  `Node ${process.version}; ${events} events of a team of ${MEMBERS.length} members in 30 days; ${teams} teams`,
)
await ofSqlite()
await ofPostgres()

async function ofSqlite(): Promise<void> {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  const took = await fill(store)
  await close()
  const file = new DatabaseSync(join(data, 'headroom.sqlite'), { readOnly: true })
  const sizes = file
    .prepare(
      `select tbl_name as "table", sum(pgsize) as bytes from dbstat
       join sqlite_schema on sqlite_schema.name = dbstat.name group by tbl_name`,
    )
    .all()
    .map(({ table, bytes }): Size => {
      const [row] = file.prepare(`select count(*) as rows from "${table}"`).all()
      return { table: String(table), rows: Number(row?.rows), bytes: Number(bytes) }
    })
  file.close()
  report('SQLite', { sizes, took })
  const again = await openDatabase({ folder: data, role: 'server' })
  await ofTeams(again.store)
  await again.close()
  folder.remove()
}

async function ofPostgres(): Promise<void> {
  const server = await startPostgres()
  const url = await server.create('size')
  const { store, close } = await openDatabase({ url, folder: '', role: 'server' })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const logAt = async () => {
    const { rows } = await client.query('select pg_current_wal_lsn() - $1::pg_lsn as at', ['0/0'])
    return Number(rows[0].at)
  }
  const before = await logAt()
  const took = await fill(store)
  const log = (await logAt()) - before
  // A partition is its table's; what it holds only its owner's policies hide, so rows are estimated.
  await client.query('vacuum analyze')
  const { rows } = await client.query(`
    select coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as "table",
      sum(greatest(c.reltuples, 0)) as rows, sum(pg_total_relation_size(c.oid)) as bytes
    from pg_class as c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    group by 1`)
  const sizes = rows.map(({ table, rows: count, bytes }) => ({
    table,
    rows: Number(count),
    bytes: Number(bytes),
  }))
  report('PostgreSQL', { sizes, took })
  say(`  write-ahead log ${(log / events).toFixed(0)} bytes an event (without full pages)`)
  await ofTeams(store)
  await client.end()
  await close()
  await server.stop()
}

/** Through the API, batch by batch. @returns milliseconds */
async function fill(store: Store): Promise<number> {
  await store.createTeam(TEAM)
  await withMembers(store.team(TEAM.id), MEMBERS)
  const api = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: ({ error }) => say(String(error)),
  })
  let took = 0
  for (const batch of batches({ name: 'size', count: events, members: MEMBERS.length, now: NOW })) {
    const request = new Request('http://127.0.0.1/api/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch),
    })
    took += await timed(async () => {
      const reply = await (await api.fetch(request)).json()
      if (reply.accepted !== batch.length) throw new Error(JSON.stringify(reply).slice(0, 500))
    })
  }
  return took
}

function report(name: string, { sizes, took }: { sizes: readonly Size[]; took: number }): void {
  say(`${name}: ${perSecond(events, took)} taken in batches`)
  const large = sizes
    .filter(({ bytes }) => bytes > events * 5)
    .toSorted((a, b) => b.bytes - a.bytes)
  for (const { table, rows, bytes } of large) {
    const each = `${(rows / events).toFixed(3)} rows, ${(bytes / events).toFixed(1)} bytes an event`
    say(`  ${table.padEnd(16)} ${each}`)
  }
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  say(`  all              ${(all / events).toFixed(0)} bytes an event`)
}

/** What is done for each team at a start, and every five minutes. */
async function ofTeams(store: Store): Promise<void> {
  for (let n = 0; n < teams; n++) await store.createTeam({ ...TEAM, id: `team-${n}` })
  const catalog = DEFAULT_CATALOG
  const failed = (failure: { error: unknown }) => say(String(failure.error))
  const start = await timed(async () => {
    await refuseUnfitCatalog(store, catalog)
    await refreshTeams({ store, catalog, asOf: NOW })
  })
  const first = await timed(() => closeAll({ store, catalog, now: () => NOW, report: failed }))
  const walk = await timed(() => closeAll({ store, catalog, now: () => NOW, report: failed }))
  const each = (took: number) => `${(took / (teams + 1)).toFixed(2)} ms`
  say(
    `  a team at a start ${each(start)}; the first round of closing ${each(first)}, a round with nothing due ${each(walk)}`,
  )
  say(
    `  memory of this process ${(process.memoryUsage.rss() / 1024 / 1024).toFixed(0)} MB; up ${(performance.now() / 1000).toFixed(0)} s`,
  )
}
