import type { Cycle } from '#shared/credits/cycle.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'
import type { TeamStore } from '../ports.ts'
import type { ChargeRecord } from '../records.ts'

/** In memory at a time, however many there are. */
const PAGE = 500

export type NamedCharge = ChargeRecord & {
  memberName: string | undefined
  partName: string | undefined
}

/**
 * All charges of a cycle in pages, by resource and booking. Those booked meanwhile are left out: a
 * charge never changes, so the pages belong together as if they were read at one moment.
 */
export async function* allCharges(
  team: TeamStore,
  { start, end }: Pick<Cycle, 'start' | 'end'>,
): AsyncGenerator<NamedCharge[]> {
  const upTo = await team.lastCharge()
  for (const resource of RESOURCES) {
    let after: { bookedAt: number; charge: number } | undefined
    for (;;) {
      const query = { resource, from: start, to: end, upTo, after, limit: PAGE }
      const rows = await team.chargesInOrder(query)
      if (rows.length > 0) yield named(team, resource, rows)
      after = rows.at(-1)
      if (!after || rows.length < PAGE) break
    }
  }
}

async function named(
  team: TeamStore,
  resource: Resource,
  rows: readonly ChargeRecord[],
): Promise<NamedCharge[]> {
  const members = await team.members([...new Set(rows.flatMap((row) => row.member ?? []))])
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const ids = [...new Set(rows.flatMap((row) => row.part ?? []))]
  const parts = await team.partNames(resource, ids)
  return rows.map((row) => ({
    ...row,
    memberName: row.member === undefined ? undefined : names.get(row.member),
    partName: row.part === undefined ? undefined : parts.get(row.part),
  }))
}
