import { expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { createAccountReader } from '#server/connections/account-reader.ts'
import { listen } from '#server/listen.ts'
import { apiOver } from '#test/support/api-host.ts'
import { addAcme, NOW } from '#test/support/team.ts'

it('one Headroom can read another as if it were the Postman API', async () => {
  const api = apiOver(createMemoryStore())
  await addAcme(api.store)
  const { secret: key } = await api.call('createOwnKey', {
    params: { team: 'acme' },
    body: { name: 'The other one' },
  })
  const fetch = ({ url, method, headers }: Request) =>
    api.fetch(new URL(url).pathname, { method, headers })
  const { address, stop } = await listen({ fetch, host: '127.0.0.1', port: 0 })
  const addresses = { postman: `${address}/api/v1`, flowly: address }
  const read = createAccountReader({ addresses, now: () => NOW })
  expect(await read({ provider: 'postman', key })).toMatchObject({
    kind: 'answered',
    body: { user: { id: 'ada' }, operations: [{}, {}, { name: 'api_usage', usage: 1 }, {}] },
  })
  const wrong = await read({ provider: 'postman', key: `${key}x` })
  expect(wrong).toMatchObject({ kind: 'failed', failure: 'refused-key' })
  await stop()
})
