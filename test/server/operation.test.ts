import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createProbes } from '#server/operation/probes.ts'
import { createReadiness } from '#server/operation/ready.ts'
import { type Running, startServer } from '#server/server.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

describe('a server that is kept running', () => {
  const folder = temporaryFolder()
  let running: Running
  beforeAll(async () => {
    const config = readConfig({
      HEADROOM_PORT: '0',
      HEADROOM_METRICS: '0',
      HEADROOM_DATA: `${folder.path}/data`,
      HEADROOM_LOG: 'silent',
    })
    running = await startServer(config, new Map())
  })
  afterAll(async () => {
    await running?.stop()
    folder.remove()
  })

  const metrics = async () => (await fetch(running.metrics ?? '')).text()
  const send = (path: string, body: unknown) =>
    fetch(`${running.address}/api/v1/${path}`, jsonInit('POST', body))

  it.each(['/healthz', '/readyz'])('%s answers to whatever name it is asked by', async (path) => {
    const { port } = new URL(running.address)
    const headers = { host: '10.1.2.3' }
    const asked = Promise.withResolvers<number | undefined>()
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      asked.resolve(response.resume().statusCode)
    })
      .on('error', asked.reject)
      .end()
    expect(await asked.promise).toBe(200)
  })

  it('counts events by what became of them, and how late they were', async () => {
    const time = new Date(Date.now() - 40_000).toISOString()
    const event = {
      ...flowsEvent({ id: 'planted-id', time }, { item: 'connector' }),
      team: 'tidewater',
    }
    await send('events', [event, event, { ...event, id: 'other', team: 'nobody' }])
    const text = await metrics()
    expect(text).toContain('headroom_events_total{outcome="accepted"} 1\n')
    expect(text).toContain('headroom_events_total{outcome="duplicate"} 1\n')
    expect(text).toContain('headroom_events_total{outcome="rejected"} 1\n')
    expect(text).toContain('headroom_events_lag_seconds_bucket{le="15"} 0\n')
    expect(text).toContain('headroom_events_lag_seconds_bucket{le="60"} 1\n')
  })

  it('counts requests by route and refusals by their code, and names nobody', async () => {
    const run = { team: 'tidewater', run: 'planted-run', resource: 'api-calls' }
    await send('runs', { ...run, estimate: 1_000_000_000 })
    await fetch(`${running.address}/api/v1/teams/planted-team/usage?planted=value`)
    // What the events before crossed is mailed meanwhile.
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^headroom_deliveries_due 0$/m)
    const text = await metrics()
    expect(text).toContain(
      'method="POST",route="/api/v1/runs",status="429",problem="serviceLimitExhausted"} 1\n',
    )
    expect(text).toContain(
      'method="GET",route="/api/v1/teams/:team/usage",status="404",problem="unknown-team"',
    )
    expect(text).not.toContain('planted')
    expect(text).toMatch(/^process_resident_memory_bytes \d/m)
  })

  it('shows its metrics on their own port only', async () => {
    const response = await fetch(`${running.address}/metrics`)
    expect(await response.text()).not.toContain('headroom_events_total')
    expect((await fetch(new URL('/healthz', running.metrics))).status).toBe(404)
  })
})

describe('a server that is not ready', () => {
  it('says so, and is alive', async () => {
    const probes = createProbes({ isReady: async () => false })
    expect((await probes.request('/readyz')).status).toBe(503)
    expect((await probes.request('/healthz')).status).toBe(200)
  })

  it('is one whose database does not answer', async () => {
    const folder = temporaryFolder()
    const engine = await openSqlite({ folder: ':memory:', role: 'server' })
    const isReady = createReadiness(engine, { folder: folder.path })
    expect(await isReady()).toBe(true)
    await engine.close()
    expect(await isReady()).toBe(false)
    folder.remove()
  })
})
