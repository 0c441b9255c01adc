import { expect, it } from 'vitest'
import type { Store, TeamStore } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { apiOver, jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const MOST_REQUESTS = 1_000
const MOST_BATCH_BYTES = 8 * 1024 * 1024
const MOST_LARGE = 8

/** A store whose writes wait until the database is fast again. */
async function slowStore(): Promise<{ store: Store; fast: () => void }> {
  const store = createMemoryStore()
  await addAcme(store)
  const { promise, resolve } = Promise.withResolvers<void>()
  const team = (id: string): TeamStore => {
    const real = store.team(id)
    return { ...real, write: (work) => promise.then(() => real.write(work)) }
  }
  return { store: { ...store, team }, fast: resolve }
}

function event(n: number) {
  return flowsEvent({ id: `e${n}`, time: new Date(NOW).toISOString() }, { item: 'flow-run' })
}

it('a database that is slow: what is more than waits already is refused at once, and taken later', async () => {
  const { store, fast } = await slowStore()
  const api = apiOver(store)
  const waiting = Array.from({ length: MOST_REQUESTS }, (_, n) => api.send(event(n)))
  const ask = () => api.fetch(HOST_ROUTES.ingest.path, jsonInit('POST', event(MOST_REQUESTS)))
  const refused = await ask()
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(await refused.json()).toMatchObject({ code: 'unavailable' })
  fast()
  const answers = await Promise.all(waiting)
  expect(answers.filter(({ accepted }) => accepted === 1)).toHaveLength(MOST_REQUESTS)
  expect(await (await ask()).json()).toMatchObject({ accepted: 1 })
})

it.each([
  { of: 'large batches', headers: { 'content-length': `${MOST_BATCH_BYTES}` } },
  { of: 'batches of no known size', headers: { 'transfer-encoding': 'chunked' } },
])('$of wait in no greater number than fit into the memory', async ({ headers }) => {
  const { store, fast } = await slowStore()
  const api = apiOver(store)
  const ask = (n: number) => {
    const init = jsonInit('POST', event(n))
    return api.fetch(HOST_ROUTES.ingest.path, {
      ...init,
      headers: { ...headers, 'content-type': 'application/json' },
    })
  }
  const waiting = Array.from({ length: MOST_LARGE }, (_, n) => ask(n))
  expect((await ask(MOST_LARGE)).status).toBe(503)
  fast()
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(
    Array.from({ length: MOST_LARGE }, () => 200),
  )
  expect((await ask(MOST_LARGE)).status).toBe(200)
})
