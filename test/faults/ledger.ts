import { batchNumber } from './batch.ts'
import type { Sender } from './sender.ts'
import { type Site, TEAMS } from './site.ts'

/** How far each team's charges were compared; whole again from 0. */
export type Compared = Map<string, number>

/**
 * Compares what the ledger holds with what the sender knows: each acknowledged event once, of each
 * other batch all or nothing of a team, and nothing else.
 *
 * @param compared where to go on, and is left: charges are numbered in the order they were booked
 * @returns what is not so
 */
export async function compare(
  site: Pick<Site, 'look'>,
  { sender, compared }: { sender: Sender; compared: Compared },
): Promise<string[]> {
  const { acknowledged, open, events } = sender
  const faults: string[] = []
  await site.look(async ({ engine }) => {
    for (const team of TEAMS) {
      const from = compared.get(team) ?? 0
      const rows = await engine
        .ofTeam(team)
        .db.selectFrom('charges')
        .select(['charge', 'event_id as id'])
        .where('team_id', '=', team)
        .where('charge', '>', from)
        .orderBy('charge')
        .execute()
      const ids = new Set(rows.map(({ id }) => id))
      if (ids.size !== rows.length) faults.push(`${team}: an event is there twice`)
      if ((rows.at(-1)?.charge ?? from) !== from + rows.length) faults.push(`${team}: a gap`)
      for (const [n, own] of Map.groupBy(rows, ({ id }) => batchNumber(id))) {
        const whole = events(n).filter((event) => event.team === team)
        if (own.length !== whole.length) faults.push(`${team}: batch ${n} is there in part`)
        if (!acknowledged.has(n) && !open.has(n)) faults.push(`${team}: batch ${n} was never sent`)
      }
      if (from === 0) faults.push(...missing(team, ids))
      compared.set(team, from + rows.length)
    }
  })
  return faults

  function missing(team: string, ids: ReadonlySet<string>): string[] {
    const lost: string[] = []
    for (const n of acknowledged) {
      const [first] = events(n).filter((event) => event.team === team)
      if (first && !ids.has(first.id)) lost.push(`${team}: batch ${n} was acknowledged and is lost`)
    }
    return lost
  }
}
