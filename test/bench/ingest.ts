import { insertBare } from './bare-insert.ts'
import { perSecond, quantilesOf, row, timed, told } from './figures.ts'
import { type DatabaseName, hostOfOneTeam } from './host.ts'
import { sendAll } from './load.ts'
import { processorTimeEach } from './processor.ts'
import { BATCH, batches } from './usage-events.ts'

const MEMBERS = 200
const CONNECTIONS = 4
const SINGLE_CONNECTIONS = 64
const EVENTS_AIM = { sqlite: '60,000/s', postgres: '30,000/s' } as const

/** Batches over HTTP into one team, everything included, beside the bare insert of the same rows. */
export async function benchIngest(
  database: DatabaseName,
  options: { events: number },
): Promise<void> {
  const count = options.events
  const { place, now, server, headers, urlOf } = await hostOfOneTeam(database, MEMBERS)
  const url = urlOf('events')
  const flow = { name: 'http', count, members: MEMBERS, now }
  // Made before: what sends is not what is measured.
  const bodies = [...batches(flow)].map((batch) => JSON.stringify(batch))
  const load = { url, headers, bodies, connections: CONNECTIONS, expected: `"accepted":${BATCH},` }
  let whole = 0
  const each = await processorTimeEach({ pid: server.pid, count }, async () => {
    whole = await timed(() => sendAll(load))
  })
  await server.stop()
  const bare = await insertBare(place)
  await place.remove()
  row(`${database}: ingest, batches of 1,000`, perSecond(count, whole), EVENTS_AIM[database])
  row(`${database}: the server’s processor time of an event`, each, '')
  row(`${database}: the same rows, bare insert`, perSecond(count, bare), '')
  row(`${database}: ingest / bare insert`, (bare / whole).toFixed(2), 'at least 0.5')
}

/** One event in each request. */
export async function benchSingles(
  database: DatabaseName,
  options: { events: number },
): Promise<void> {
  const count = options.events
  const { place, now, server, headers, urlOf } = await hostOfOneTeam(database, MEMBERS)
  const url = urlOf('events')
  const bodiesOf = (name: string, count: number) =>
    [...batches({ name, count, members: MEMBERS, now }, 1)].map(([event]) => JSON.stringify(event))
  const load = { url, headers, connections: SINGLE_CONNECTIONS, expected: '"accepted":1,' }
  await sendAll({ ...load, bodies: bodiesOf('warm', 2_000) })
  const bodies = bodiesOf('single', count)
  let took: number[] = []
  let whole = 0
  const each = await processorTimeEach({ pid: server.pid, count }, async () => {
    whole = await timed(async () => {
      took = await sendAll({ ...load, bodies })
    })
  })
  await server.stop()
  await place.remove()
  const figure = `${perSecond(count, whole)}, ${told(quantilesOf(took))}`
  row(`${database}: one event per request, ${SINGLE_CONNECTIONS} connections`, figure, '3,000/s')
  row(`${database}: the server’s processor time of a request`, each, '')
}
