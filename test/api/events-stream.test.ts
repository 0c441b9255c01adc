import { describe, expect, it, vi } from 'vitest'
import { createApi } from '#api/app.ts'
import { createChanges } from '#api/live/changes.ts'
import { eventStream } from '#api/live/event-stream.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

async function host() {
  const store = createMemoryStore()
  await addAcme(store)
  await addAcme(store, { id: 'other' })
  const changes = createChanges()
  const api = createApi({
    store,
    changes,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: () => {},
  })
  const send = (team: string, id: string, item = 'flow-run') => {
    const event = flowsEvent({ id, team, time: new Date(NOW).toISOString() }, { item })
    return api.request('/api/v1/events', jsonInit('POST', event))
  }
  return { api, changes, send }
}

/** Reads until the stream ends: what it said, event by event. */
async function eventsOf(response: Response): Promise<string[]> {
  return (await response.text()).split('\n\n').filter((event) => event !== '')
}

const HERE = ': here'
const CHANGED = 'event: changed\ndata: {}'

describe('the event stream', () => {
  it('tells of what was committed, of many at once', async () => {
    const { api, changes, send } = await host()
    const response = await api.request('/api/v1/teams/acme/events-stream')
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const body = response.body?.pipeThrough(new TextDecoderStream())
    if (!body) throw new Error('no stream')
    const said: string[] = []
    for (const id of ['e1', 'e2', 'e3']) await send('acme', id)
    for await (const text of body) {
      said.push(text.trim())
      if (said.length === 2) changes.close()
    }
    expect(said).toEqual([HERE, CHANGED])
  })

  it('tells nothing of another team, nor of what was refused', async () => {
    const { api, changes, send } = await host()
    const others = await api.request('/api/v1/teams/other/events-stream')
    const own = await api.request('/api/v1/teams/acme/events-stream')
    const ofOwn = own.body?.pipeThrough(new TextDecoderStream())
    if (!ofOwn) throw new Error('no stream')
    await send('nowhere', 'e1')
    await send('acme', 'e2')
    // By the time that one is told, the other would have been, too.
    for await (const text of ofOwn) if (text.trim() === CHANGED) changes.close()
    expect(await eventsOf(others)).toEqual([HERE])
  })

  it('ends when the server stops, and is not begun after that', async () => {
    const { api, changes } = await host()
    const before = await api.request('/api/v1/teams/acme/events-stream')
    changes.close()
    expect(await eventsOf(before)).toEqual([HERE])
    expect(await eventsOf(await api.request('/api/v1/teams/acme/events-stream'))).toEqual([HERE])
  })

  const STREAM = '/api/v1/teams/acme/events-stream'

  it('is open so often from one address, and then once another is closed', async () => {
    const { api, changes } = await host()
    const open = await Promise.all(Array.from({ length: 200 }, () => api.request(STREAM)))
    expect(open.map(({ status }) => status)).toEqual(Array.from({ length: 200 }, () => 200))
    const refused = await api.request(STREAM)
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too-many-streams' })
    expect(refused.headers.get('retry-after')).toBe('60')
    await open[7]?.body?.cancel()
    expect((await api.request(STREAM)).status).toBe(200)
    expect((await api.request(STREAM)).status).toBe(429)
    changes.close()
    await Promise.all(open.toSpliced(7, 1).map((stream) => stream.text()))
    expect((await api.request(STREAM)).status).toBe(200)
  })

  it('is not opened for whoever only asks for its head', async () => {
    const { api } = await host()
    for (let n = 0; n < 201; n++) {
      const head = await api.request(STREAM, { method: 'HEAD' })
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    }
    expect((await api.request(STREAM)).status).toBe(200)
    expect(
      (await api.request(STREAM, { method: 'HEAD', headers: { 'x-headroom-view-as': 'x' } }))
        .status,
    ).toBe(401)
  })

  it('is left while it is asked whether the reader may be told, and nothing comes of it', async () => {
    const changes = createChanges()
    const ended = vi.fn()
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<boolean>()
    const mayStill = () => {
      asked.resolve()
      return answered.promise
    }
    const reader = eventStream(changes, { team: 'acme', mayStill, ended }).body?.getReader()
    changes.publish('acme')
    await asked.promise
    await reader?.cancel()
    // Said into a stream that is closed, it would be thrown where nobody catches it.
    const thrown: unknown[] = []
    const onThrown = (error: unknown) => thrown.push(error)
    process.on('unhandledRejection', onThrown)
    answered.resolve(true)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', onThrown)
    expect(thrown).toEqual([])
    changes.close()
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('ends for whoever has other roles now, so that their page asks who they are', async () => {
    const { api, changes } = await host()
    const headers = { 'x-headroom-view-as': 'member:cara' }
    const stream = await api.request(STREAM, { headers })
    const body = stream.body?.pipeThrough(new TextDecoderStream())
    if (!body) throw new Error('no stream')
    const init = jsonInit('PUT', { roles: ['admin', 'member'] })
    const as = { ...init.headers, 'x-headroom-view-as': 'admin' }
    const changed = await api.request('/api/v1/teams/acme/members/cara/roles', {
      ...init,
      headers: as,
    })
    expect(changed.status).toBe(200)
    const said: string[] = []
    for await (const text of body) {
      said.push(text.trim())
      // One that goes on would be told.
      if (text.trim() === CHANGED) changes.close()
    }
    expect(said).toEqual([HERE])
  })

  it('is for those who may see the team', async () => {
    const { api } = await host()
    const stream = (team: string, as: string) =>
      api.request(`/api/v1/teams/${team}/events-stream`, { headers: { 'x-headroom-view-as': as } })
    expect((await stream('acme', 'nobody')).status).toBe(401)
    expect((await stream('nowhere', 'admin')).status).toBe(404)
  })
})
