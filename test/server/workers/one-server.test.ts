import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { askAlone } from '#test/support/own-connection.ts'
import { type Several, startSeveral } from './several.ts'

/** No multiple of what comes at once. */
const REQUESTS = 57

let server: Several
let remove = () => {}
let missing = ''
beforeAll(async () => {
  const started = await startSeveral({ workers: 2, requestsPerMinute: REQUESTS, acme: true })
  if ('missing' in started) {
    missing = started.missing
    return
  }
  server = started.server
  remove = started.remove
})
beforeEach(({ skip }) => (missing ? skip(missing) : undefined))
afterAll(async () => {
  await server?.stop()
  remove()
})

it('workers count requests together', async () => {
  const session = `${server.address}/api/v1/session`
  const asks = Array.from({ length: 80 }, () => askAlone(session))
  const statuses = (await Promise.all(asks)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(REQUESTS)
  expect(statuses.filter((status) => status === 429)).toHaveLength(80 - REQUESTS)
})

it('workers make the first person’s link once: one that is started again leaves it as it is', async () => {
  const links = [...server.stdout().matchAll(/\/set-up#token=(\S+)/g)].map(([, token]) => token)
  expect(links).toHaveLength(1)
  await expect.poll(() => server.started().length, { timeout: 50_000 }).toBe(2)
  const first = server.started().find(({ worker }) => worker === 1)
  process.kill(first?.process ?? 0, 'SIGKILL')
  await expect.poll(() => server.started().length, { timeout: 50_000 }).toBe(3)
  const person = { name: 'Ada', email: 'ada@example.com', password: 'a passphrase of hers' }
  const done = await askAlone(`${server.address}/api/v1/set-up`, {
    method: 'POST',
    json: { token: links[0], ...person },
    // Whoever used up their requests is somebody else.
    from: '127.0.0.2',
  })
  expect(done).toMatchObject({ status: 200 })
})

it('workers that are asked one by one to end are replaced; all of them with a signal to the first', async () => {
  const { started } = server
  const second = started().find(({ worker }) => worker === 2)
  const count = started().length
  process.kill(second?.process ?? 0, 'SIGTERM')
  await expect.poll(() => started().length, { timeout: 50_000 }).toBe(count + 1)
  const { code, stderr } = await server.stop('SIGINT')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const ids = new Set(started().map(({ process }) => process))
  expect([...ids].filter(isThere)).toEqual([])
})

function isThere(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}
