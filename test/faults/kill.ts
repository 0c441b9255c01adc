import { setTimeout as sleep } from 'node:timers/promises'
import type { TeamStore } from '#api/ports.ts'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { addDue, closedOf, whenClosed } from './due.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { type Compared, compare } from './ledger.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, type Database, newSite, type Site } from './site.ts'

/** When the process is killed, in turn: mostly while events stream in. */
const MOMENTS = [
  'ingest',
  'closing',
  'first start',
  'start',
  'ingest',
  'ingest',
  'closing',
  'ingest',
  'ingest',
  'ingest',
] as const

const CONNECTIONS = 4
const CHECK_EVERY = 10

type Run = {
  site: Site
  database: Database
  random: Random
  sender: Sender
  /** How long a start took that nobody disturbed. */
  startMs: number
  due: string[]
  faults: string[]
}

/** Kills the real server again and again, and looks after each start what it kept. */
export async function killAtRandom(database: Database, asked: Asked): Promise<Figures> {
  const { times, seed, say } = asked
  const site = await newSite(database)
  const random = randomFrom(seed)
  const sender = newSender(seed)
  let compared: Compared = new Map()
  const run: Run = { site, database, random, sender, startMs: 0, due: [], faults: sender.faults }
  try {
    // The page is built, so that no round waits for it.
    await (await site.start()).stop()
    await addTeams(site)
    const before = performance.now()
    await (await site.start()).stop()
    run.startMs = performance.now() - before
    for (let n = 0; n < times; n++) {
      const moment = MOMENTS[n % MOMENTS.length] ?? 'ingest'
      await KILLS[moment](run)
      run.faults.push(...(await compare(site, { sender, compared })))
      if ((n + 1) % CHECK_EVERY === 0) run.faults.push(...(await site.check()))
      say?.(`${n + 1} killed (${moment}), ${sender.acknowledged.size} batches acknowledged`)
    }
    compared = await finish(run)
    mustHold(run.faults)
    return {
      kills: times,
      batches: sender.acknowledged.size,
      events: [...compared.values()].reduce((sum, count) => sum + count, 0),
      'closed in between': run.due.length,
    }
  } finally {
    site.close()
  }
}

const KILLS: Record<(typeof MOMENTS)[number], (run: Run) => Promise<void>> = {
  ingest: async ({ site, sender, random }) => {
    const server = await site.start()
    await sender.sendOpen(server.address)
    const until = new AbortController()
    const address = () => server.address
    const streaming = sender.stream({
      address,
      connections: CONNECTIONS,
      until: until.signal,
      again: false,
    })
    await firstOf(sender)
    await sleep(random.between(0, 1_200))
    await server.kill()
    await streaming
  },
  start: async ({ site, random, startMs }) => {
    const launched = site.launch()
    await sleep(random.between(0, Math.ceil(startMs)))
    await launched.kill()
  },
  closing: async ({ site, random, startMs, due }) => {
    const team = `due-${due.length + 1}`
    await site.look(({ store }) => addDue(store, team))
    due.push(team)
    const launched = site.launch()
    await Promise.race([launched.running, sleep(startMs)])
    await sleep(random.between(0, 250))
    await launched.kill()
  },
  'first start': async ({ database, random, startMs, faults }) => {
    const fresh = await newSite(database)
    const launched = fresh.launch()
    await sleep(random.between(Math.ceil(startMs / 4), Math.ceil(startMs * 1.5)))
    await launched.kill()
    const { code, stderr } = await (await fresh.start()).stop()
    if (code !== 0) faults.push(`a first start after a killed one ended with ${code}: ${stderr}`)
    fresh.close()
  },
}

/** Once the first is acknowledged: the stream has begun. */
function firstOf(sender: Sender): Promise<void> {
  return new Promise((resolve) => sender.onAcknowledged(() => resolve()))
}

/** The last start needs no hand either: all is sent, closed, and agrees. */
async function finish({ site, sender, due, faults }: Run): Promise<Compared> {
  const server = await site.start()
  await sender.sendOpen(server.address)
  const every = Math.ceil(sender.acknowledged.size / 200)
  const some = [...sender.acknowledged].filter((_, at) => at % every === 0)
  await sender.repeat(server.address, some)
  await site.look(async ({ store }) => {
    for (const team of due) faults.push(...(await wronglyClosed(store.team(team), team)))
  })
  const { code, stderr } = await server.stop()
  if (code !== 0) faults.push(`the last stop ended with ${code}: ${stderr}`)
  const compared: Compared = new Map()
  faults.push(...(await compare(site, { sender, compared })), ...(await site.check()))
  return compared
}

const CLOSING_WAIT_MS = 30_000

async function wronglyClosed(team: TeamStore, id: string): Promise<string[]> {
  const deadline = Date.now() + CLOSING_WAIT_MS
  for (;;) {
    const found = await closedOf(team)
    if (found === whenClosed()) return []
    if (found !== '' || Date.now() > deadline) return [`${id} was closed in part: ${found}`]
    await sleep(100)
  }
}
