import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { row, say } from './figures.ts'
import { type DatabaseName, hostOfOneTeam } from './host.ts'
import { sendAll } from './load.ts'
import { BATCH, batches } from './usage-events.ts'

const MEMBERS = 200
const LOOKS = 20
const SETTLE_MS = 10_000
/** Of events a second: what a busy company sends, and what leaves the machine room for the rest. */
const EVENTS_PER_SECOND = 5_000

/** The server's own memory, at rest and while events come in. */
export async function benchMemory(
  database: DatabaseName,
  options: { minutes: number },
): Promise<void> {
  const { place, now, server, headers, urlOf } = await hostOfOneTeam(database, MEMBERS)
  await sleep(SETTLE_MS)
  const rest = megabytes(server.pid)
  row(`${database}: memory at rest`, `${rest} MB`, 'under 300 MB with PostgreSQL')
  const seen: number[] = []
  const spell = (options.minutes * 60_000) / LOOKS
  const start = performance.now()
  for (let look = 1; look <= LOOKS; look++) {
    const count = Math.ceil((EVENTS_PER_SECOND * spell) / 1_000 / BATCH) * BATCH
    const each = (spell * BATCH) / count
    let due = start + (look - 1) * spell
    for (const batch of batches({ name: `look-${look}`, count, members: MEMBERS, now })) {
      await sleep(Math.max(0, due - performance.now()))
      due += each
      await sendAll({
        url: urlOf('events'),
        headers,
        bodies: [JSON.stringify(batch)],
        connections: 1,
        expected: `"accepted":${BATCH},`,
      })
    }
    seen.push(megabytes(server.pid))
  }
  await server.stop()
  await place.remove()
  say(
    `  ${seen.join(' ')} MB, every ${Math.round(spell / 1_000)} s at ${EVENTS_PER_SECOND} events/s`,
  )
  const later = seen.slice(LOOKS / 2)
  const figure = `${Math.max(...seen)} MB at most, ${Math.min(...later)} to ${Math.max(...later)} MB in the second half`
  row(`${database}: memory under ingest, ${options.minutes} minutes`, figure, 'flat')
}

/** What of it lies in memory. */
function megabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  return Math.round(kilobytes / 1_024)
}
