import { setTimeout as sleep } from 'node:timers/promises'
import type { Line } from '#test/support/proxy.ts'
import type { ServerProcess } from '#test/support/server-process.ts'
import type { Figures } from './fault.ts'
import { compare } from './ledger.ts'
import type { Sender } from './sender.ts'
import type { Site } from './site.ts'

const CONNECTIONS = 6
/** How long service may take to come back by itself. */
const BACK_MS = 90_000
/** A request waits for a connection, and for one statement. */
const ANSWER_MS = 60_000

export type Disturbance = (server: ServerProcess) => Promise<void>

/**
 * Streams events in while something is wrong between the server and its data, and until all is well
 * again: every request has a clear answer in time, the same process serves again by itself, and nothing
 * is lost or twice.
 */
export async function throughout(
  site: Site,
  {
    sender,
    disturbances,
    through,
  }: {
    sender: Sender
    disturbances: readonly Disturbance[]
    /** The line that the sender's requests take: only on it may an answer be lost. */
    through?: Line
  },
): Promise<Figures> {
  const { faults, statuses } = sender
  const server = await site.start()
  const until = new AbortController()
  const { port } = new URL(server.address)
  through?.turnTo(Number(port))
  const address = through ? `http://127.0.0.1:${through.port}` : server.address
  const streaming = sender.stream({
    address: () => address,
    connections: CONNECTIONS,
    until: until.signal,
    again: true,
  })
  for (const disturb of disturbances) {
    await goesOn(sender)
    await disturb(server)
  }
  await goesOn(sender)
  until.abort()
  await streaming
  await sender.sendOpen(server.address)
  const { code, stderr } = await server.stop()
  if (code !== 0) faults.push(`the server ended with ${code}: ${stderr}`)
  if (statuses.has(0) && !through) faults.push(`${statuses.get(0)} requests had no answer`)
  if (sender.slowestMs() > ANSWER_MS) faults.push(`an answer took ${sender.slowestMs()} ms`)
  faults.push(...(await compare(site, { sender, compared: new Map() })), ...(await site.check()))
  return {
    disturbances: disturbances.length,
    batches: sender.acknowledged.size,
    'refused for now': statuses.get(503) ?? 0,
    'slowest answer ms': Math.round(sender.slowestMs()),
  }
}

/** Until more is acknowledged than is now. */
export async function goesOn(sender: Sender): Promise<void> {
  const before = sender.acknowledged.size
  const deadline = Date.now() + BACK_MS
  while (sender.acknowledged.size <= before + CONNECTIONS) {
    if (Date.now() > deadline) throw new Error(`no service again after ${BACK_MS} ms`)
    await sleep(20)
  }
}
