import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createApi } from '#api/app.ts'
import { INTO_CHARGES } from '#server/database/inserts.ts'
import { openDatabase } from '#server/database/open.ts'
import { listen } from '#server/listen.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { withMembers } from '#test/contract/store-records.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { perSecond, say, timed } from './figures.ts'
import { BATCH, batches, MEMBERS, NOW, TEAM } from './usage-events.ts'

const EVENTS = 100_000

/** The whole way of events into SQLite, beside what SQLite and the disk alone allow. */
export async function benchIngest(): Promise<void> {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const whole = await ingestOverHttp(data)
  const bare = await insertBare({ from: join(data, 'headroom.sqlite'), path: folder.path })
  folder.remove()
  say(`bare inserts      ${perSecond(EVENTS, bare)}`)
  say(`ingest, HTTP      ${perSecond(EVENTS, whole)}`)
  say(`ingest / bare     ${(bare / whole).toFixed(2)} (aim: at least 0.5)`)
}

/** The rows that the ingest left, into a table of the same columns and keys, batch by batch. */
async function insertBare(options: { from: string; path: string }): Promise<number> {
  const source = new DatabaseSync(options.from, { readOnly: true })
  const bare = new DatabaseSync(join(options.path, 'bare.sqlite'))
  bare.exec('pragma journal_mode = wal; pragma synchronous = full')
  const columns = INTO_CHARGES.columns.join(', ')
  const places = INTO_CHARGES.columns.map(() => '?').join(', ')
  bare.exec(`create table charges (${columns}, primary key (team_id, charge));
    create unique index charges_event on charges (team_id, source, event_id)`)
  const insert = bare.prepare(`insert into charges (${columns}) values (${places})`)
  const read = source.prepare(
    `select ${columns} from charges where charge > ? order by charge limit ?`,
  )
  let took = 0
  for (let charge = 0; charge < EVENTS; charge += BATCH) {
    const rows = read.all(charge, BATCH).map((row) => Object.values(row))
    took += await timed(() => {
      bare.exec('begin immediate')
      for (const row of rows) insert.run(...row)
      bare.exec('commit')
    })
  }
  source.close()
  bare.close()
  return took
}

async function ingestOverHttp(folder: string): Promise<number> {
  const { store, close } = await openDatabase({ folder, role: 'server' })
  await store.createTeam(TEAM)
  await withMembers(store.team(TEAM.id), MEMBERS)
  const api = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: ({ error }) => say(String(error)),
  })
  const { address, stop } = await listen({
    fetch: api.fetch,
    host: '127.0.0.1',
    port: 0,
  })
  let took = 0
  for (const batch of batches('http', EVENTS)) {
    const body = JSON.stringify(batch)
    const headers = { 'content-type': 'application/cloudevents-batch+json' }
    took += await timed(async () => {
      const response = await fetch(`${address}/api/v1/events`, { method: 'POST', headers, body })
      const reply: { accepted: number } = await response.json()
      if (reply.accepted !== batch.length) throw new Error(JSON.stringify(reply).slice(0, 500))
    })
  }
  await stop()
  await close()
  return took
}
