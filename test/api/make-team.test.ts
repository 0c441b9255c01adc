import { expect, test } from 'vitest'
import { makeTeam } from '#api/people/make-team.ts'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { NOW } from '#test/support/team.ts'

const ADA = { id: 'p', name: 'Ada', email: 'ada@example.com', operator: true }

/** As of a server that ends as soon as it has made a team. */
function endingAfterCreate(store: Store): Store {
  const ended = async () => {
    throw new Error('the server has ended')
  }
  return { ...store, team: (id) => ({ ...store.team(id), write: ended }) }
}

test('whatever ends a server, no team is left without whoever made it', async () => {
  const store = createMemoryStore()
  const made = await makeTeam(
    {
      ports: { store: endingAfterCreate(store), catalog: DEFAULT_CATALOG, now: () => NOW },
      origin: { address: '192.0.2.7', browser: undefined },
      requestId: 'r',
    },
    {
      team: { id: 'new', name: 'New', plan: 'team', zone: 'UTC' },
      person: ADA,
      as: 'team-made',
    },
  )
  expect(made.ok).toBe(true)
  expect(await store.team('new').memberOf('p')).toMatchObject({ roles: ['admin', 'billing'] })
})
