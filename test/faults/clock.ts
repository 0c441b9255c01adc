import type { Store } from '#api/ports.ts'
import { DAY, HOUR, MINUTE } from '#shared/credits/amounts.ts'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { aMember, aTeam } from '#test/contract/store-records.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { STORES } from '#test/support/databases.ts'
import { flowsEvent } from '#test/support/events.ts'
import { type Asked, CannotRun, type Figures, mustHold } from './fault.ts'
import type { Database } from './site.ts'

/** New York’s clocks go back on the day after it, and its cycles begin on the last days of months. */
const START = Date.parse('2026-10-31T12:00:00Z')
const TEAM = 'walking'
const STEPS = 60
const params = { team: TEAM }

/** A clock that steps forward, back and stands still, also over the ends of cycles and of summer time. */
export async function walkClock(database: Database, { times, seed }: Asked): Promise<Figures> {
  const faults: string[] = []
  let cycles = 0
  for (let n = 0; n < times; n++) {
    const opened = await STORES.find(({ name }) => name === database)?.open()
    if (!opened) throw new CannotRun(`no ${database}`)
    if ('missing' in opened) throw new CannotRun(opened.missing)
    try {
      const found = await walk(opened.store, randomFrom(seed + n))
      cycles += found.cycles
      faults.push(...found.faults.map((fault) => `seed ${seed + n}: ${fault}`))
      faults.push(...(await opened.faults(TEAM)))
    } finally {
      await opened.close()
    }
  }
  mustHold(faults)
  return { walks: times, steps: times * STEPS, 'cycles closed': cycles }
}

async function walk(store: Store, random: Random): Promise<{ cycles: number; faults: string[] }> {
  const faults: string[] = []
  const api = apiOver(store)
  await makeTeam(store)
  let now = START
  let closedUntil = 0
  let issued: string[] = []
  const crossed = new Map<string, string>()
  for (let step = 0; step < STEPS; step++) {
    now = Math.max(START, now + stepOf(random))
    api.setNow(now)
    await use(api, { step, now, random })
    await api.call('invoices', { params, as: 'billing' })
    const team = store.team(TEAM)
    const end = (await team.lastClosing())?.end ?? 0
    if (end < closedUntil) faults.push(`step ${step}: closed until ${end}, before ${closedUntil}`)
    closedUntil = end
    const invoices = (await team.invoices()).toReversed().map((each) => JSON.stringify(each))
    const isKept = issued.every((each, at) => invoices[at] === each)
    if (!isKept) faults.push(`step ${step}: an invoice changed`)
    issued = invoices
    const { cycle } = await api.call('usage', { params })
    if (cycle.start < end) faults.push(`step ${step}: a closed cycle is open again`)
    for (const { id, crossed: thresholds, ...crossing } of await team.crossings({
      cycle: cycle.id,
      limit: 1_000,
    })) {
      for (const threshold of thresholds) {
        const what = JSON.stringify([cycle.id, crossing.resource, crossing.holder, threshold])
        if ((crossed.get(what) ?? id) !== id) faults.push(`step ${step}: ${what} crossed twice`)
        crossed.set(what, id)
      }
    }
  }
  return { cycles: issued.length, faults }
}

function stepOf(random: Random): number {
  switch (random.between(0, 5)) {
    case 0:
      return 0
    case 1:
      return -random.between(1, 40 * 24) * HOUR
    case 2:
      return -random.between(1, 120) * MINUTE
    case 3:
      return random.between(1, 25) * DAY
    default:
      return random.between(1, 48) * HOUR
  }
}

async function makeTeam(store: Store): Promise<void> {
  const zone = 'America/New_York'
  const createdAt = START - 60 * DAY
  await store.createTeam(aTeam({ id: TEAM, zone, anchor: '2026-01-31', createdAt }))
  await store.team(TEAM).write(async (tx) => {
    await tx.addMembers([aMember('ann', { createdAt })])
    await tx.addSwitches([
      {
        seq: await tx.takeDecisionNumber(),
        holder: '',
        resource: 'flows',
        on: true,
        at: createdAt,
        actor: { id: 'ann', name: 'Ann' },
      },
    ])
  })
}

async function use(
  api: ApiHost,
  { step, now, random }: { step: number; now: number; random: Random },
): Promise<void> {
  const time = new Date(now - random.between(0, 3) * DAY).toISOString()
  const common = { id: `step-${step}`, time, team: TEAM, subject: 'ann' }
  await api.send(flowsEvent(common, { item: 'connector', count: random.between(1, 60) }))
}
