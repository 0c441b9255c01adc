import { setTimeout as sleep } from 'node:timers/promises'
import { ingestReplySchema } from '#shared/contract/event.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { aTeam } from '#test/contract/store-records.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { freshUrl, type Site, siteAt } from './site.ts'

/** The plan's. */
const ALLOWANCE = 100
const BLOCK = 1_000
const ESTIMATE = 7
const RUNS = 60
const CHARGES = 40

type Race = {
  site: Site
  servers: readonly string[]
  random: Random
  team: string
  faults: string[]
}

/** Two server processes at one account: what both admit, charge and switch is as if they were one. */
export async function raceServers({ times, seed, say }: Asked): Promise<Figures> {
  const site = siteAt(await freshUrl())
  const random = randomFrom(seed)
  const faults: string[] = []
  try {
    const running = [await site.start(), await site.start()]
    const servers = running.map(({ address }) => address)
    for (let n = 0; n < times; n++) {
      const team = `race-${n}`
      const createdAt = Date.now() - 3 * DAY
      await site.look(({ store }) =>
        store.createTeam(aTeam({ id: team, zone: 'UTC', anchor: '2026-01-01', createdAt })),
      )
      const race = { site, servers, random, team, faults }
      await admit(race)
      await chargeWithoutPaying(race)
      await switchWhileCharging(race)
      say?.(`${n + 1} accounts`)
    }
    for (const server of running) await server.stop()
    faults.push(...(await site.check()))
    mustHold(faults)
    return { accounts: times, 'requests each': RUNS + 2 * CHARGES }
  } finally {
    site.close()
  }
}

/** As many as fit, and not one more. */
async function admit({ servers, team, faults }: Race): Promise<void> {
  const asks = Array.from({ length: RUNS }, (_, n) =>
    fetch(
      `${servers[n % 2]}/api/v1/runs`,
      jsonInit('POST', { team, run: `r${n}`, resource: 'flows', estimate: ESTIMATE }),
    ),
  )
  const answers = await Promise.all(asks)
  const admitted = answers.filter(({ ok }) => ok).length
  const fit = Math.floor(ALLOWANCE / ESTIMATE)
  if (admitted !== fit) faults.push(`${team}: ${admitted} runs admitted where ${fit} fit`)
}

/** With the switch off nothing is bought, whatever comes at once. */
async function chargeWithoutPaying(race: Race): Promise<void> {
  await Promise.all(
    Array.from({ length: CHARGES }, (_, n) => charge(race, `off-${n}`, 1 + (n % 5))),
  )
  const { included, bought, blocks } = await account(race)
  if (included !== ALLOWANCE) race.faults.push(`${race.team}: ${included} included of ${ALLOWANCE}`)
  if (bought + blocks > 0) race.faults.push(`${race.team}: ${bought} bought while it was off`)
}

async function switchWhileCharging(race: Race): Promise<void> {
  const streaming = Promise.all(
    Array.from({ length: CHARGES }, async (_, n) => {
      await sleep(race.random.between(0, 300))
      await charge(race, `on-${n}`, race.random.between(1, 30))
    }),
  )
  await turn(race, true, 0)
  const covered = await charge(race, 'after on', 5)
  await turn(race, false, 1)
  const before = await account(race)
  // More than can be left of a block.
  const refused = await charge(race, 'after off', 2 * BLOCK)
  await streaming
  const { bought, blocks } = await account(race)
  if (!covered || !refused) race.faults.push(`${race.team}: a charge was not taken`)
  if (blocks !== before.blocks)
    race.faults.push(`${race.team}: a block was bought after it was off`)
  if (bought > blocks * BLOCK) race.faults.push(`${race.team}: ${bought} of ${blocks} blocks`)
}

async function charge({ servers, team }: Race, id: string, count: number): Promise<boolean> {
  const time = new Date().toISOString()
  const event = flowsEvent({ id, time, team, source: '/race' }, { item: 'http-request', count })
  const server = servers[id.length % servers.length]
  const response = await fetch(`${server}/api/v1/events`, jsonInit('POST', event))
  return ingestReplySchema.parse(await response.json()).accepted === 1
}

async function turn({ servers, team, faults }: Race, on: boolean, at: number): Promise<void> {
  const init = jsonInit('PUT', { on, target: { kind: 'team' } })
  const headers = { 'content-type': 'application/json', 'x-headroom-view-as': 'billing' }
  const path = `/api/v1/teams/${team}/resources/flows/pay-as-you-go`
  const response = await fetch(`${servers[at]}${path}`, { ...init, headers })
  if (!response.ok) faults.push(`${team}: switching was answered ${response.status}`)
}

async function account({ site, team }: Race) {
  return site.look(async ({ engine }) => {
    const rows = await engine
      .ofTeam(team)
      .db.selectFrom('charges')
      .select(['included', 'pay_as_you_go as bought', 'blocks_bought as blocks'])
      .where('team_id', '=', team)
      .execute()
    const sum = (key: 'included' | 'bought' | 'blocks') =>
      rows.reduce((total, row) => total + row[key], 0)
    return { included: sum('included'), bought: sum('bought'), blocks: sum('blocks') }
  })
}
