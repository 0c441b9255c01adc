import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { type PostgresServer, startPostgres } from '#test/support/postgres-server.ts'
import { mountVolume, type Volume } from '#test/support/volume.ts'
import { type Asked, CannotRun, type Figures, mustHold } from './fault.ts'
import { type Compared, compare } from './ledger.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, type Database, type Site, siteAt, siteIn } from './site.ts'

const MEGABYTES = { SQLite: 512, PostgreSQL: 1_024 }
const CONNECTIONS = 4
/** What is sent and written after the cut, while nobody has noticed it. */
const DARK_MS = 150

type Powered = {
  site: Site
  /** Ends whatever uses the volume, without a word. */
  endDatabase: () => Promise<void>
  startDatabase: () => Promise<void>
}

/** Takes the power from the disk under the database while events stream in. */
export async function cutPower(database: Database, asked: Asked): Promise<Figures> {
  const { times, seed, say } = asked
  const volume = await mountVolume(MEGABYTES[database])
  if ('missing' in volume) throw new CannotRun(volume.missing)
  const random = randomFrom(seed)
  const sender = newSender(seed)
  let powered: Powered | undefined
  let forgotten = 0
  try {
    powered = await POWERED[database](volume)
    const { site } = powered
    await addTeams(site)
    for (let n = 0; n < times; n++) {
      if (await cutOnce(powered, { volume, random, sender })) forgotten++
      say?.(`${n + 1} cuts, ${sender.acknowledged.size} batches acknowledged`)
      sender.faults.push(...(await compare(site, { sender, compared: new Map() })))
    }
    sender.faults.push(...(await finished(site, sender)))
    if (forgotten === 0) sender.faults.push('no cut lost what was not flushed: it proves nothing')
    mustHold(sender.faults)
    const events = [...sender.acknowledged].reduce((sum, n) => sum + sender.events(n).length, 0)
    return {
      cuts: times,
      batches: sender.acknowledged.size,
      events,
      'unflushed files lost': forgotten,
    }
  } finally {
    await powered?.endDatabase()
    powered?.site.close()
    await volume.remove()
  }
}

/** @returns whether a file that was not flushed is lost, as it must be for the cut to show anything */
async function cutOnce(
  { site, endDatabase, startDatabase }: Powered,
  { volume, random, sender }: { volume: Volume; random: Random; sender: Sender },
): Promise<boolean> {
  const server = await site.start()
  await sender.sendOpen(server.address)
  const until = new AbortController()
  const streaming = sender.stream({
    address: () => server.address,
    connections: CONNECTIONS,
    until: until.signal,
    again: false,
  })
  await sleep(random.between(200, 1_500))
  const witness = join(volume.path, `witness-${random.next()}`)
  const words = 'not flushed'.repeat(1_000)
  writeFileSync(witness, words)
  await volume.cut()
  await sleep(DARK_MS)
  until.abort()
  await server.kill()
  await streaming
  await endDatabase()
  await volume.back()
  await startDatabase()
  return read(witness) !== words
}

async function finished(site: Site, sender: Sender): Promise<string[]> {
  const server = await site.start()
  await sender.sendOpen(server.address)
  const { code } = await server.stop()
  const compared: Compared = new Map()
  return [
    ...(code === 0 ? [] : [`the last stop ended with ${code}`]),
    ...(await compare(site, { sender, compared })),
    ...(await site.check()),
  ]
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const POWERED: Record<Database, (volume: Volume) => Promise<Powered>> = {
  SQLite: async ({ path }) => {
    const site = siteIn(path)
    await (await site.start()).stop()
    return { site, endDatabase: async () => {}, startDatabase: async () => {} }
  },
  PostgreSQL: async ({ path }) => {
    const postgres: PostgresServer = await startPostgres({ folder: path, durable: true })
    const site = siteAt(await postgres.create('power'))
    await (await site.start()).stop()
    return {
      site,
      endDatabase: () => postgres.end('killed'),
      startDatabase: postgres.start,
    }
  },
}
