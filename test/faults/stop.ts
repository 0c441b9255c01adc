import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '#shared/demo/random.ts'
import { batchNumber } from './batch.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { compare } from './ledger.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, type Database, newSite, type Site, TEAMS } from './site.ts'

const CONNECTIONS = 16

/** Asks the server to stop while events stream in: whatever was taken is answered. */
export async function stopUnderLoad(database: Database, asked: Asked): Promise<Figures> {
  const { times, seed, say } = asked
  const site = await newSite(database)
  const random = randomFrom(seed)
  const sender = newSender(seed)
  try {
    await (await site.start()).stop()
    await addTeams(site)
    for (let n = 0; n < times; n++) {
      const server = await site.start()
      await sender.sendOpen(server.address)
      const streaming = sender.stream({
        address: () => server.address,
        connections: CONNECTIONS,
        until: new AbortController().signal,
        again: false,
      })
      await sleep(random.between(200, 1_500))
      const { code, stderr } = await server.stop()
      await streaming
      if (code !== 0) sender.faults.push(`stop ${n + 1} ended with ${code}: ${stderr}`)
      sender.faults.push(...(await unanswered(site, sender)))
      say?.(`${n + 1} stops, ${sender.acknowledged.size} batches acknowledged`)
    }
    sender.faults.push(...(await compare(site, { sender, compared: new Map() })))
    sender.faults.push(...(await site.check()))
    mustHold(sender.faults)
    return { stops: times, batches: sender.acknowledged.size }
  } finally {
    site.close()
  }
}

/** Batches that were booked by a server that then left without an answer. */
async function unanswered(site: Site, sender: Sender): Promise<string[]> {
  const found = new Set<number>()
  await site.look(async ({ engine }) => {
    for (const team of TEAMS) {
      const rows = await engine
        .ofTeam(team)
        .db.selectFrom('charges')
        .select('event_id as id')
        .where('team_id', '=', team)
        .execute()
      for (const { id } of rows) if (sender.open.has(batchNumber(id))) found.add(batchNumber(id))
    }
  })
  return [...found].map((n) => `batch ${n} was booked, and its sender not told`)
}
