import { ingestInto } from '#api/ledger/ingest.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { row, timed } from './figures.ts'
import { type DatabaseName, emptyPlace, fill, type Host, openPlace, startHost } from './host.ts'
import { batches, membersAt, teamAt } from './usage-events.ts'

const MEMBERS = 200
const STARTS = 5

/** From the command to the first answer, over data that are there. */
export async function benchStart(
  database: DatabaseName,
  options: { events: number },
): Promise<void> {
  const now = Date.now()
  const place = await emptyPlace(database)
  await fill(place, { teams: [teamAt(now)], members: membersAt(now, MEMBERS) })
  const { store, close } = await openPlace(place)
  const ingest = ingestInto({ store, catalog: DEFAULT_CATALOG, now: () => now })
  const flow = { name: 'there', count: options.events, members: MEMBERS, now }
  for (const batch of batches(flow)) await ingest(batch)
  await close()
  const took: number[] = []
  for (let start = 0; start <= STARTS; start++) {
    let host: Host | undefined
    const milliseconds = await timed(async () => {
      host = await startHost(place)
      await fetch(`${host.server.address}/readyz`)
    })
    await host?.server.stop()
    took.push(milliseconds)
  }
  await place.remove()
  // The first builds the page.
  const [median = 0] = took
    .slice(1)
    .sort((a, b) => a - b)
    .slice(STARTS / 2)
  const what = `${database}: start to first answer, ${options.events.toLocaleString('en-US')} events`
  row(what, `${(median / 1_000).toFixed(2)} s`, 'under 2 s')
}
