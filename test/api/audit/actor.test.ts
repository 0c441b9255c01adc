import { expect, it } from 'vitest'
import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { AuditEntry, Author } from '#api/audit/records.ts'
import type { TeamWrites } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const CHANGE = { action: 'spend-cap-set', object: { id: 'flows', name: 'Flows' } } as const

/** The compiler refuses each of these: a change that nobody made can’t even be said. */
const IMPOSSIBLE = [
  // @ts-expect-error: nobody
  (): Author => ({ address: '192.0.2.7' }),
  // @ts-expect-error: an entry by nobody
  (): AuditEntry => ({ at: NOW, ...CHANGE }),
  // @ts-expect-error: somebody of no kind
  (): Author => ({ actor: { id: 'ada', name: 'Ada' } }),
  // @ts-expect-error: made of no author
  () => entryOf({ asOf: NOW }, CHANGE),
  // @ts-expect-error: recorded of no author
  (tx: TeamWrites) => tx.record({ at: NOW, ...CHANGE }),
]

it('an entry has whoever it was made by', async () => {
  expect(IMPOSSIBLE).toHaveLength(5)
  const store = createMemoryStore()
  await addAcme(store)
  await store.team('acme').write((tx) => tx.record(entryOf({ by: OPERATOR, asOf: NOW }, CHANGE)))
  const [entry] = await store.team('acme').auditInOrder({ after: 0, limit: 1 })
  expect(entry?.actor).toEqual(OPERATOR.actor)
})
