import { type KeyScope, SCOPE_WORDS } from '#shared/contract/key.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Caller } from '../people/caller.ts'
import type { Ports } from '../ports.ts'
import type { KeyRecord } from '../records.ts'
import { isFor } from './known-key.ts'

/** A host product that asks: what it may, and by what name it is written down. */
export type Host = {
  actor: { id: string; name: string }
  isFor: (team: string) => boolean
  /** Whether it may send events of this source. */
  sends: (source: string) => boolean
  /** Absent where host products need none. */
  key?: KeyRecord
}

/** Where there is no sign-in, whatever program reaches the server is the host product. */
const ANYBODY: Host = {
  actor: { id: 'host', name: 'The host product' },
  isFor: () => true,
  sends: () => true,
}

export function hostOf(
  ports: Pick<Ports, 'people'>,
  asked: { caller: Answer<Caller>; scope: KeyScope },
): Answer<Host> {
  const { caller } = asked
  if (!caller.ok && caller.code === 'unknown-key') return caller
  if (!caller.ok || caller.value.kind !== 'key') {
    const isEmbedded = caller.ok && caller.value.kind === 'embedded'
    return ports.people || isEmbedded
      ? refuse('signed-out', 'This needs a service key.')
      : answer(ANYBODY)
  }
  const { key } = caller.value
  if (key.kind !== 'service' || !key.scopes.includes(asked.scope)) {
    return refuse('forbidden', `This key may not ${SCOPE_WORDS[asked.scope]}.`)
  }
  const { source } = key
  return answer({
    actor: { id: `key:${key.id}`, name: key.name },
    isFor: (team) => isFor(key, team),
    sends: (sent) => source !== undefined && sent.startsWith(source),
    key,
  })
}
