import type { z } from 'zod'
import type { setUpBodySchema } from '#shared/contract/person.ts'
import { findPlan } from '#shared/credits/catalog.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { recordOfPerson } from '../audit/person-entry.ts'
import type { Ports } from '../ports.ts'
import { makeTeam, teamExists, unknownPlan } from './make-team.ts'
import type { Asker } from './people-route.ts'
import type { Entered, People } from './ports.ts'

const LINK_OVER = refuse(
  'link-over',
  'This link is over: it works once, for a day, until the server starts again. Start the server again for another one.',
)
const LOOKED_AFTER = refuse('link-over', 'Somebody looks after this server already: sign in.')

/** Makes whoever looks after this server known, and their first team. */
export async function setUp(
  asked: Asker & { people: People; ports: Ports; body: z.output<typeof setUpBodySchema> },
): Promise<Answer<Entered>> {
  const { people, ports, origin, body } = asked
  const { token, team, ...person } = body
  // To whoever has no token nothing is told; what can be mended is refused before it is used up.
  if (!(await people.isSetup(token))) return linkOver(people)
  if (team && !findPlan(ports.catalog, team.plan)) return unknownPlan(ports, team.plan)
  if (team && (await ports.store.team(team.id).profile())) return teamExists(team.id)
  if (await people.find(person.email)) {
    return refuse('already-known', `Somebody signs in as ${person.email}: use another address.`)
  }
  if (!(await people.takeSetup(token))) return linkOver(people)
  const made = await people.create({ ...person, operator: true })
  if (team) {
    const done = await makeTeam(asked, { team, person: made, as: 'server-set-up' })
    if (!done.ok) return done
  } else {
    await recordOfPerson(asked, { person: made, change: { action: 'server-set-up' } })
  }
  const entered = await people.enter({ email: made.email, origin })
  if (!entered) throw new Error('a person who was just made cannot enter')
  return answer(entered)
}

/** Once somebody looks after the server a start makes no other link. */
async function linkOver(people: People): Promise<Answer<Entered>> {
  return (await people.awaitsSetUp()) ? LINK_OVER : LOOKED_AFTER
}
