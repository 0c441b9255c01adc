import type { z } from 'zod'
import type { newTeamSchema } from '#shared/contract/person.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { findPlan } from '#shared/credits/catalog.ts'
import { dateAt } from '#shared/credits/cycle.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { personActor } from '../audit/person-entry.ts'
import type { Ports } from '../ports.ts'
import type { Member } from '../records.ts'
import type { Asker } from './people-route.ts'
import type { Person } from './ports.ts'

type NewTeam = z.output<typeof newTeamSchema>

/** Makes a team that is billed from today on, of which the person is Admin and Billing. */
export async function makeTeam(
  asked: Pick<Asker, 'origin' | 'requestId'> & {
    ports: Pick<Ports, 'store' | 'catalog' | 'now'>
  },
  options: { team: NewTeam; person: Person; as: 'team-made' | 'server-set-up' },
): Promise<Answer<undefined>> {
  const { ports, origin, requestId } = asked
  const { team, person, as: action } = options
  const { store, catalog } = ports
  const at = ports.now()
  if (!findPlan(catalog, team.plan)) return unknownPlan(ports, team.plan)
  if (await store.team(team.id).profile()) {
    return teamExists(team.id)
  }
  const anchor = dateAt(at, team.zone)
  const by = { actor: personActor(person), address: origin.address, requestId }
  const { id, name, plan, zone } = team
  const change = { action, object: { id, name }, after: { plan, zone, anchor } }
  await store.createTeam(
    { ...team, anchor, createdAt: at, example: false },
    { entry: entryOf({ by, asOf: at }, change), founders: [founder(person, at)] },
  )
  return answer(undefined)
}

export function teamExists(id: string): Answer<never> {
  return refuse('team-exists', `There is a team ${id} already.`)
}

export function unknownPlan({ catalog }: Pick<Ports, 'catalog'>, plan: string): Answer<never> {
  const plans = catalog.plans.map(({ id }) => id).join(', ')
  return refuse('unknown-plan', `There is no plan ${plan}: there are ${plans}.`)
}

function founder(person: Person, at: Millis): Member {
  const { id, name, email } = person
  return { id, name, email, roles: ['admin', 'billing'], createdAt: at, person: id }
}
