import type { UsageEventInput } from '#shared/contract/event.ts'
import { randomFrom } from '#shared/demo/random.ts'
import { aiEvent, apiEvent, flowsEvent } from '#test/support/events.ts'
import { MEMBERS, TEAMS } from './site.ts'

export const SOURCE = '/faults'

/** The n-th batch of a seed: the same each time it is made, so that none needs to be kept. */
export function batchOf(seed: number, n: number, since: number): UsageEventInput[] {
  const random = randomFrom(seed * 7_919 + n)
  const size = random.between(1, 90)
  return Array.from({ length: size }, (_, i) => {
    const team = random.pick(TEAMS)
    const subject = random.pick(MEMBERS)
    const time = new Date(since - random.between(0, 3_600_000)).toISOString()
    const common = { id: `${n}:${i}`, time, team, subject, source: SOURCE }
    switch (random.between(0, 2)) {
      case 0:
        return flowsEvent(common, { item: 'connector', count: random.between(1, 3) })
      case 1:
        return aiEvent(common, { credits: random.between(1, 9) })
      default:
        return apiEvent(common, random.between(1, 5))
    }
  })
}

/** Which batch an event of the ledger is of. */
export function batchNumber(eventId: string): number {
  return Number(eventId.slice(0, eventId.indexOf(':')))
}
