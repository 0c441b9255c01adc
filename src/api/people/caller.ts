import { type Answer, answer, refuse } from '../answer.ts'
import { type Embedded, embeddedIn } from '../embedding/embedded-viewer.ts'
import { isFor, keyOf } from '../keys/known-key.ts'
import type { Ports, Store, Viewer } from '../ports.ts'
import type { KeyRecord, Member } from '../records.ts'
import { isOperatorAs, viewAs } from '../view-as.ts'
import type { Person } from './ports.ts'

/** Who a request comes from, before it is known of which team it speaks. */
export type Caller =
  /** On a host without sign-in everybody chooses who to look as. */
  | { kind: 'anybody'; as: string | undefined }
  | { kind: 'person'; person: Person; session: string }
  /** A program, by its key. */
  | { kind: 'key'; key: KeyRecord }
  /** Somebody whom a host product vouches for, in one team. */
  | ({ kind: 'embedded' } & Embedded)

export async function callerOf(
  ports: Pick<Ports, 'people' | 'store' | 'now' | 'report' | 'embedding'>,
  asked: { headers: Headers; viewAs: string | undefined },
): Promise<Answer<Caller>> {
  const key = await keyOf(ports, asked.headers)
  if (key) return key.ok ? answer({ kind: 'key', key: key.value }) : key
  // A page that says it is embedded speaks for nobody else, also where somebody is signed in.
  const embedded = await embeddedIn(ports, asked.headers)
  if (embedded) return embedded.ok ? answer({ kind: 'embedded', ...embedded.value }) : embedded
  const { people } = ports
  if (!people) return answer({ kind: 'anybody', as: asked.viewAs })
  const found = await people.signedIn(asked.headers)
  if (!found) return refuse('signed-out', 'Sign in to go on.')
  return answer({ kind: 'person', ...found })
}

/** The caller as one of the team; to anybody else the team is not there. */
export async function viewerIn(
  store: Store,
  asked: { caller: Caller; team: string; isRead?: boolean },
): Promise<Answer<Viewer>> {
  const { caller, team, isRead = true } = asked
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
    case 'key': {
      const { key } = caller
      if (key.kind === 'service')
        return refuse('forbidden', 'A service key reads no team’s figures.')
      const [member] = isFor(key, team) ? await store.team(team).members([key.member ?? '']) : []
      if (!member || member.removedAt !== undefined) return unknownTeam
      if (!isRead) return refuse('forbidden', 'A personal key reads, and changes nothing.')
      return answer(memberViewer(member))
    }
    case 'embedded':
      return caller.team === team ? answer(caller.viewer) : unknownTeam
    default:
      return caller satisfies never
  }
}

function memberViewer({ id, name, roles }: Member): Viewer {
  return { id, name, member: { id, name }, roles }
}

/** Whether the caller looks after this server: sees what is of all teams, and of none. */
export function isOperator(caller: Caller): boolean {
  if (caller.kind === 'anybody') return isOperatorAs(caller.as)
  return caller.kind === 'person' && caller.person.operator
}
