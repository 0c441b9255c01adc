import type { Cycle } from '#shared/credits/cycle.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { Figures } from './view.ts'

type Of = { cycle: Pick<Cycle, 'id'>; resource: Resource }

/** How often work used the customer's own provider key, and so no credits. */
export async function ownKeyUses({ reads }: Figures, { cycle, resource }: Of): Promise<number> {
  const query = { cycle: cycle.id, resource, dimension: 'own-key', limit: 1 } as const
  return (await reads.totals(query)).all.charges
}

/** The same of each of the members named; those who never did are left out. */
export async function ownKeyUsesOf(
  { reads }: Figures,
  { cycle, resource, members }: Of & { members: readonly string[] },
): Promise<Map<string, number>> {
  if (members.length === 0) return new Map()
  const query = { cycle: cycle.id, resource, dimension: 'own-key' } as const
  const { rows } = await reads.totals({ ...query, keys: members, limit: members.length })
  return new Map(rows.map(({ key, charges }) => [key, charges]))
}
