import { type KeyScope, SCOPE_WORDS } from '#shared/contract/key.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Ports } from '../ports.ts'
import { isFor, keyOf } from './known-key.ts'

/** A host product that asks: what it may, and by what name it is written down. */
export type Host = {
  actor: { id: string; name: string }
  isFor: (team: string) => boolean
  /** Whether it may send events of this source. */
  sends: (source: string) => boolean
}

/** Where there is no sign-in, whatever program reaches the server is the host product. */
const ANYBODY: Host = {
  actor: { id: 'host', name: 'The host product' },
  isFor: () => true,
  sends: () => true,
}

export async function hostOf(
  ports: Ports,
  asked: { headers: Headers; scope: KeyScope },
): Promise<Answer<Host>> {
  const known = await keyOf(ports, asked.headers)
  if (known && !known.ok) return known
  if (!known) {
    return ports.people ? refuse('signed-out', 'This needs a service key.') : answer(ANYBODY)
  }
  const key = known.value
  if (key.kind !== 'service' || !key.scopes.includes(asked.scope)) {
    return refuse('forbidden', `This key may not ${SCOPE_WORDS[asked.scope]}.`)
  }
  const { source } = key
  return answer({
    actor: { id: `key:${key.id}`, name: key.name },
    isFor: (team) => isFor(key, team),
    sends: (sent) => source !== undefined && sent.startsWith(source),
  })
}
