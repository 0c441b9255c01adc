import { createApi } from '#api/app.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { withMembers } from '#test/contract/store-records.ts'
import { type Quantiles, quantiles, row, say, told } from './figures.ts'
import { type DatabaseName, emptyPlace, openPlace, type Place } from './host.ts'
import { batches, membersAt, teamAt } from './usage-events.ts'

const REQUESTS = 1_000
const SMALL = 100_000

/** The API over a database, without a network between: what is measured is the work. */
async function apiOver(place: Place, now: number) {
  const { store, engine, close } = await openPlace(place)
  const ports = { store, catalog: DEFAULT_CATALOG, now: () => now }
  const report = ({ error }: { error: unknown }) => say(String(error))
  const api = createApi({ ...ports, report })
  const get = async (path: string) => {
    const response = await api.request(path)
    if (!response.ok) throw new Error(await response.text())
    await response.arrayBuffer()
  }
  return { store, close, get, ingest: ingestInto(ports), analyze: engine.analyze }
}

/**
 * The request that draws the page, over few events and over many. The few use as much as the many, so that
 * as many members are past their limits and the page has as much to say.
 */
export async function benchUsage(
  database: DatabaseName,
  options: { events: number; members: number },
): Promise<void> {
  const { members } = options
  const now = Date.now()
  const place = await emptyPlace(database)
  const { store, close, get, ingest, analyze } = await apiOver(place, now)
  await store.createTeam(teamAt(now))
  await withMembers(store.team('bench'), membersAt(now, members))
  let there = 0
  const figures: Quantiles[] = []
  for (const size of [SMALL, options.events]) {
    const worth = Math.ceil(size === SMALL ? options.events / SMALL : 1)
    const flow = { name: `to-${size}`, count: size - there, members, now, worth }
    for (const batch of batches(flow)) await ingest(batch)
    there = size
    await analyze()
    const measured = await quantiles(REQUESTS, () => get('/api/v1/teams/bench/usage'))
    figures.push(measured)
    const what = `${database}: usage, ${size.toLocaleString('en-US')} events`
    row(what, told(measured), size === SMALL ? '' : 'p99 under 10 ms')
  }
  const [few, many] = figures
  if (few && many) {
    row(`${database}: usage, many / few, p50`, (many.p50 / few.p50).toFixed(2), 'at most 1.2')
  }
  await close()
  await place.remove()
}

const MEMBER_PAGES = {
  'first page': '',
  'sorted by what is left': '?sort=left&order=asc',
  'sorted by name': '?sort=name&order=asc',
  'searched by name': '?search=ember%2099',
} as const

/** Pages of a long list of members, searched and sorted. */
export async function benchMembers(
  database: DatabaseName,
  options: { members: number },
): Promise<void> {
  const { members } = options
  const now = Date.now()
  const place = await emptyPlace(database)
  const { store, close, get, ingest, analyze } = await apiOver(place, now)
  await store.createTeam(teamAt(now))
  await withMembers(store.team('bench'), membersAt(now, members))
  const flow = { name: 'members', count: members * 2, members, now }
  for (const batch of batches(flow)) await ingest(batch)
  await analyze()
  for (const [what, query] of Object.entries(MEMBER_PAGES)) {
    const path = `/api/v1/teams/bench/resources/ai/members${query}`
    const measured = await quantiles(REQUESTS / 2, () => get(path))
    row(`${database}: members, ${what}`, told(measured), 'p99 under 30 ms')
  }
  await close()
  await place.remove()
}
