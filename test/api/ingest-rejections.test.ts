import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { addAcme } from '#test/support/team.ts'

let api: ApiHost
beforeEach(async () => {
  api = apiOver(createMemoryStore())
  await addAcme(api.store)
})

describe('refused events that are kept', () => {
  it('are kept with their team where it is known, and with none where it is not', async () => {
    await api.send([{ team: 'acme', id: 'a' }, { team: 'nowhere', id: 'b' }, { id: 'c' }, 7, null])
    const kept = await api.store.rejections({ limit: 10 })
    expect(kept.map((row) => [row.team, row.event]).sort()).toEqual([
      ['', '7'],
      ['', 'null'],
      ['', '{"id":"c"}'],
      ['', '{"team":"nowhere","id":"b"}'],
      ['acme', '{"team":"acme","id":"a"}'],
    ])
  })

  it('are kept once, however often they are sent, and counted', async () => {
    const event = { team: 'acme', id: 'a' }
    await api.send([event])
    await api.send([event])
    await api.send([event])
    const kept = await api.store.rejections({ limit: 10 })
    expect(kept.map((row) => row.times)).toEqual([3])
  })
})
