import type { Answer } from '../answer.ts'
import { answer, refuse } from '../answer.ts'
import type { Ports, Store, Viewer } from '../ports.ts'
import type { Member } from '../records.ts'
import { isOperatorAs, viewAs } from '../view-as.ts'
import type { Person } from './ports.ts'

/** Who a request comes from, before it is known of which team it speaks. */
export type Caller =
  /** On a host without sign-in everybody chooses who to look as. */
  { kind: 'anybody'; as: string | undefined } | { kind: 'person'; person: Person; session: string }

export async function callerOf(
  { people }: Pick<Ports, 'people'>,
  asked: { headers: Headers; viewAs: string | undefined },
): Promise<Answer<Caller>> {
  if (!people) return answer({ kind: 'anybody', as: asked.viewAs })
  const found = await people.signedIn(asked.headers)
  if (!found) return refuse('signed-out', 'Sign in to go on.')
  return answer({ kind: 'person', ...found })
}

/** The caller as one of the team; to anybody else the team is not there. */
export async function viewerIn(
  store: Store,
  asked: { caller: Caller; team: string },
): Promise<Answer<Viewer>> {
  const { caller, team } = asked
  const unknownTeam = refuse('unknown-team', `There is no team ${team}.`)
  switch (caller.kind) {
    case 'anybody': {
      if (!(await store.team(team).profile())) return unknownTeam
      const viewer = await viewAs(store, { as: caller.as, team })
      return viewer ? answer(viewer) : refuse('unknown-viewer', `Nobody is known as ${caller.as}.`)
    }
    case 'person': {
      const member = await store.team(team).memberOf(caller.person.id)
      if (!member) return unknownTeam
      const operator = caller.person.operator ? { operator: true as const } : {}
      return answer({ ...memberViewer(member), ...operator })
    }
    default:
      return caller satisfies never
  }
}

function memberViewer({ id, name, roles }: Member): Viewer {
  return { id, name, member: { id, name }, roles }
}

/** Whether the caller looks after this server: sees what is of all teams, and of none. */
export function isOperator(caller: Caller): boolean {
  return caller.kind === 'anybody' ? isOperatorAs(caller.as) : caller.person.operator
}
