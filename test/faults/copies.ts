import { ingestReplySchema, type UsageEventInput } from '#shared/contract/event.ts'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { batchOf } from './batch.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { addTeams, type Database, newSite, type Site, TEAMS } from './site.ts'

const BATCHES = 10
const PARALLEL = 8
const RIVALS = 20

const CONTESTED = flowsEvent(
  { id: 'contested', time: new Date().toISOString(), team: 'amber', subject: 'ann' },
  { item: 'connector' },
)

/**
 * The same events once in order, and as any multiset of batches: repeated, overlapping, split, merged,
 * out of order and side by side. The books are the same.
 */
export async function sendCopies(database: Database, { times, seed }: Asked): Promise<Figures> {
  let sent = 0
  for (let n = 0; n < times; n++) {
    const random = randomFrom(seed + n)
    const since = Date.now()
    const events = Array.from({ length: BATCHES }, (_, b) => batchOf(seed + n, b, since)).flat()
    const inOrder = await booksAfter(database, [[...events, CONTESTED]], 0)
    const scattered = multisetOf(events, random)
    sent += scattered.flat().length
    const books = await booksAfter(database, scattered, RIVALS)
    if (books !== inOrder) {
      mustHold([`seed ${seed + n}: in order\n${inOrder}\nas copies\n${books}`])
    }
  }
  return { histories: times, 'events sent': sent }
}

/** Each event at least once; in batches of any size. */
function multisetOf(events: readonly UsageEventInput[], random: Random): UsageEventInput[][] {
  const copies = events.flatMap((event) =>
    Array.from({ length: random.between(1, 4) }, () => event),
  )
  const shuffled = copies
    .map((event) => ({ event, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ event }) => event)
  const batches: UsageEventInput[][] = []
  for (let at = 0; at < shuffled.length; ) {
    const size = random.between(1, 120)
    batches.push(shuffled.slice(at, at + size))
    at += size
  }
  return batches
}

/** What a fresh server's books say after these batches, and what of a contested id was taken. */
async function booksAfter(
  database: Database,
  batches: readonly UsageEventInput[][],
  rivals: number,
): Promise<string> {
  const site = await newSite(database)
  try {
    await addTeams(site)
    const server = await site.start()
    const queue = [...batches]
    const lane = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        await send(server.address, batch)
      }
    }
    await Promise.all(Array.from({ length: rivals > 0 ? PARALLEL : 1 }, lane))
    if (rivals > 0) await contest(server.address, rivals)
    await server.stop()
    mustHold(await site.check())
    return await books(site)
  } finally {
    site.close()
  }
}

async function send(address: string, events: readonly UsageEventInput[]) {
  const response = await fetch(`${address}/api/v1/events`, jsonInit('POST', events))
  const reply = ingestReplySchema.parse(await response.json())
  if (reply.rejected > 0) mustHold([`rejected: ${JSON.stringify(reply)}`])
  return reply
}

/** Of one id with as many contents as connections exactly one is taken. */
async function contest(address: string, rivals: number): Promise<void> {
  const asks = Array.from({ length: rivals }, (_, n) =>
    send(address, [{ ...CONTESTED, rival: `${n}` }]),
  )
  const outcomes = (await Promise.all(asks)).map(({ accepted, conflict }) => [accepted, conflict])
  const taken = outcomes.filter(([accepted]) => accepted === 1).length
  const refused = outcomes.filter(([, conflict]) => conflict === 1).length
  if (taken !== 1 || refused !== rivals - 1) {
    mustHold([`of ${rivals} rivals ${taken} were taken and ${refused} were conflicts`])
  }
}

/** What each part used; what was bought by whom goes by who came last, but its sum does not. */
async function books(site: Site): Promise<string> {
  const lines: string[] = []
  await site.look(async ({ engine }) => {
    for (const team of TEAMS) {
      const rows = await engine
        .ofTeam(team)
        .db.selectFrom('totals')
        .selectAll()
        .where('team_id', '=', team)
        .execute()
      const costs = new Map<string, number>()
      for (const { cost_micros, ...row } of rows) {
        lines.push(JSON.stringify(row))
        const of = [team, row.cycle, row.resource, row.dimension].join()
        costs.set(of, (costs.get(of) ?? 0) + cost_micros)
      }
      lines.push(...[...costs].map(([of, micros]) => `${of} cost ${micros}`))
    }
  })
  return lines.toSorted().join('\n')
}
