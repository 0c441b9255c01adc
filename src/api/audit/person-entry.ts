import type { Asker } from '../people/people-route.ts'
import type { Person } from '../people/ports.ts'
import type { Ports } from '../ports.ts'
import { entryOf } from './entry.ts'
import type { AuditActor, AuditChange } from './records.ts'

type Asked = Pick<Asker, 'origin' | 'requestId'> & { ports: Pick<Ports, 'store' | 'now'> }
type Change = Pick<AuditChange, 'action' | 'before' | 'after'>

/** Failed to show who they are, and changed nothing. */
const SOMEBODY: AuditActor = { kind: 'unknown', id: 'unknown', name: 'Somebody not signed in' }

/**
 * What a person did to their own way in is told to each of their teams; of somebody who is in none, to
 * the server's own log. Sessions and passwords are kept by another library, in transactions of its own:
 * this is written right after them, before the answer.
 */
export async function recordOfPerson(
  asked: Asked,
  options: { person: Person; change: Change; actor?: AuditActor },
): Promise<void> {
  const { origin, requestId, ports } = asked
  const { person, change } = options
  const actor = options.actor ?? personActor(person)
  const by = { actor, address: origin.address, requestId }
  const object = { id: person.id, name: person.name }
  const entry = entryOf({ by, asOf: ports.now() }, { object, ...change })
  const teams = await ports.store.teamsOf(person.id)
  if (teams.length === 0) await ports.store.serverAudit.record(entry)
  for (const { id } of teams) await ports.store.team(id).write((tx) => tx.record(entry))
}

/**
 * An attempt to get in as somebody who is known; of other addresses nothing is kept. Not waited for:
 * an answer that took longer would tell that somebody has the address.
 */
export function recordFailedSignIn(
  asked: Asked & { ports: Pick<Ports, 'people' | 'report'> },
  email: string,
): void {
  const { ports, origin, requestId } = asked
  const work = async () => {
    const person = await ports.people?.find(email)
    const after = { way: 'password', ...browserOf(origin) }
    const change = { action: 'sign-in-failed', after } as const
    if (person) await recordOfPerson(asked, { person, change, actor: SOMEBODY })
  }
  work().catch((error: unknown) => ports.report({ requestId, error }))
}

export function signedIn(way: 'password' | 'link' | 'provider', { origin }: Pick<Asked, 'origin'>) {
  return { action: 'signed-in', after: { way, ...browserOf(origin) } } as const
}

export function personActor({ id, name }: Person): AuditActor {
  return { kind: 'person', id, name }
}

function browserOf({ browser }: Asker['origin']) {
  return browser === undefined ? {} : { browser }
}
