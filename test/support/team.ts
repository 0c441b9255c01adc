import type { Store } from '#api/ports.ts'
import type { Member, Team } from '#api/records.ts'

/** Awkward on purpose: a zone at +05:45, billed from a 31st. */
export const ACME: Team = {
  id: 'acme',
  name: 'Acme',
  plan: 'team',
  zone: 'Asia/Kathmandu',
  anchor: '2026-01-31',
  createdAt: Date.parse('2026-01-30T18:15:00Z'),
  example: false,
}

/** In the cycle of 31 October to 29 November (30 November is the next one's first day). */
export const NOW = Date.parse('2026-11-21T10:00:00Z')

export const MEMBERS: readonly Member[] = [
  member('ada', 'Ada Admin', ['admin']),
  member('bill', 'Bill Billing', ['billing']),
  member('cara', 'Cara Ćosić', ['member']),
  member('dan', 'Dan 100%_Percent', ['member']),
]

export async function addAcme(store: Store, team: Partial<Team> = {}): Promise<Team> {
  const acme = { ...ACME, ...team }
  await store.createTeam(acme)
  await store.team(acme.id).write((tx) => tx.addMembers(MEMBERS))
  return acme
}

function member(id: string, name: string, roles: Member['roles']): Member {
  return { id, name, email: `${id}@example.com`, roles, createdAt: ACME.createdAt }
}
