import { createServer, request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ingestReplySchema } from '#shared/contract/event.ts'
import { usageReplySchema } from '#shared/contract/usage.ts'
import { apiEvent, assistantEvent } from '#test/support/events.ts'
import { askAlone } from '#test/support/own-connection.ts'
import { runToEnd } from '#test/support/server-process.ts'
import { type Several, startSeveral } from './several.ts'

const WORKERS = 3
const LATEST = { timeout: 50_000 }
const now = () => new Date().toISOString()

describe('several workers on one port', () => {
  let server: Several
  let remove = () => {}
  let missing = ''
  beforeAll(async () => {
    const started = await startSeveral({
      workers: WORKERS,
      requestsPerMinute: 1_000_000,
      acme: true,
      env: { HEADROOM_VIEW_AS: 'on' },
    })
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

  const ask = (path: string, init?: Parameters<typeof askAlone>[1]) =>
    askAlone(`${server.address}${path}`, init)
  const send = async (events: unknown) =>
    ingestReplySchema.parse(
      JSON.parse((await ask('/api/v1/events', { method: 'POST', json: events })).text),
    )
  const usedOf = async (resource: string) => {
    const { text } = await ask('/api/v1/teams/acme/usage')
    const { resources } = usageReplySchema.parse(JSON.parse(text))
    return resources.find((each) => each.resource === resource)?.standing.used
  }

  it('are announced once, and each takes requests', async () => {
    expect(server.stdout().match(/^ {2}Headroom /gm)).toHaveLength(1)
    expect(server.stdout()).toContain(`  Workers    ${WORKERS}\n`)
    await expect.poll(() => server.started().length, LATEST).toBe(WORKERS)
    const asked = async () => {
      // Many at once: else one of them could do it all.
      await Promise.all(Array.from({ length: 20 }, () => ask('/api/v1/session')))
      return server.answered()
    }
    const all = new Set(server.started().map(({ process }) => process))
    await expect.poll(asked, LATEST).toEqual(all)
    expect(server.answered().size).toBe(WORKERS)
    expect((await ask('/readyz')).status).toBe(200)
  })

  it('count as one server', async () => {
    const before = await metric('headroom_events_total{outcome="accepted"}')
    for (let n = 0; n < 9; n++) {
      await send(apiEvent({ id: `counted-${n}`, time: now() }, 1))
    }
    expect((await metric('headroom_events_total{outcome="accepted"}')) - before).toBe(9)
    expect(await metric('headroom_workers')).toBe(WORKERS)
    expect((await ask('/metrics')).text).not.toContain('headroom_events_total')
  })

  it('tell pages on each of them what one commits', async () => {
    const streams = await Promise.all(Array.from({ length: 6 }, openStream))
    await send(apiEvent({ id: 'told', time: now() }, 1))
    await Promise.all(streams.map(({ changed }) => changed))
    for (const { close } of streams) close()
  })

  it('admit together what fits and not one more', async () => {
    const asks = Array.from({ length: 100 }, (_, n) =>
      ask('/api/v1/runs', {
        method: 'POST',
        json: { team: 'acme', run: `r${n}`, resource: 'flows', estimate: 7 },
      }),
    )
    const statuses = (await Promise.all(asks)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(14)
    expect(statuses.filter((status) => status === 402)).toHaveLength(86)
  })

  it('send each message once to each receiver', async () => {
    const receiver = await startReceiver()
    for (let n = 0; n < 8; n++) {
      const made = await ask('/api/v1/teams/acme/webhooks', {
        method: 'POST',
        headers: { 'x-headroom-view-as': 'admin' },
        json: { url: `${receiver.address}/${n}` },
      })
      expect(made.status).toBe(200)
    }
    for (const [n, tokens] of [380_000, 120_000, 100_000].entries()) {
      await send(assistantEvent({ id: `crossing-${n}`, time: now() }, { tokens }))
    }
    // 75 %, 100 % and past it, to each of eight.
    await expect.poll(() => receiver.taken.length, LATEST).toBe(24)
    await expect.poll(() => metric('headroom_deliveries_due'), LATEST).toBe(0)
    expect(new Set(receiver.taken).size).toBe(24)
    expect(receiver.taken).toHaveLength(24)
    receiver.close()
  })

  it('lose nothing that was answered when one of them is killed under load, and are all there again', async () => {
    const before = await usedOf('api-calls')
    const started = server.started()
    const acknowledged = new Set<string>()
    const sender = async (name: string) => {
      for (let n = 0; n < 20; n++) {
        const event = apiEvent({ id: `${name}-${n}`, time: now() }, 3)
        // As a host does it: until it is answered.
        for (;;) {
          const reply = await send(event).catch(() => undefined)
          if (reply && reply.accepted + reply.duplicate === 1) break
        }
        acknowledged.add(event.id)
      }
    }
    const senders = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(sender))
    await expect.poll(() => acknowledged.size, LATEST).toBeGreaterThan(20)
    process.kill(started[1]?.process ?? 0, 'SIGKILL')
    await senders
    expect((await usedOf('api-calls')) ?? 0).toBe((before ?? 0) + 3 * 120)
    await expect.poll(() => server.started().length, LATEST).toBe(WORKERS + 1)
    expect(server.started().at(-1)?.worker).toBe(started[1]?.worker)
    expect(await metric('headroom_workers')).toBe(WORKERS)
    expect(await metric('headroom_worker_ends_total')).toBe(1)
    expect(server.stdout()).toContain('"a worker ended"')
  })

  it('end what is under way when they are to stop, and say nothing of errors', async () => {
    const open = await halfSent(apiEvent({ id: 'half-sent', time: now() }, 1))
    const stopped = server.stop('SIGTERM')
    await expect.poll(() => server.stdout(), LATEST).toContain('Stopping …')
    open.sendRest()
    expect(ingestReplySchema.parse(JSON.parse(await open.answer))).toMatchObject({ accepted: 1 })
    const { code, stderr, stdout } = await stopped
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Nothing is lost')
    expect(stdout.match(/Stopping …/g)).toHaveLength(1)
  })

  async function metric(name: string): Promise<number> {
    const lines = (await askAlone(server.metrics)).text.split('\n')
    const line = lines.find((each) => each.startsWith(`${name} `))
    return Number(line?.slice(name.length) ?? 0)
  }

  async function openStream() {
    const opened = Promise.withResolvers<void>()
    const changed = Promise.withResolvers<void>()
    const path = '/api/v1/teams/acme/events-stream'
    const stream = request(`${server.address}${path}`, { agent: false }, (response) => {
      opened.resolve()
      response.setEncoding('utf8').on('data', (part: string) => {
        if (part.includes('event: changed')) changed.resolve()
      })
      response.on('error', () => undefined)
    })
    stream.on('error', opened.reject)
    stream.end()
    await opened.promise
    return { changed: changed.promise, close: () => stream.destroy() }
  }

  /** A request that a worker has begun to read. */
  async function halfSent(json: unknown) {
    const body = JSON.stringify(json)
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    }
    const begun = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<string>()
    const url = `${server.address}/api/v1/events`
    const asked = request(url, { method: 'POST', agent: false, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () => answer.resolve(text))
    })
    asked.on('continue', begun.resolve)
    asked.on('error', answer.reject)
    asked.flushHeaders()
    await begun.promise
    return { sendRest: () => asked.end(body), answer: answer.promise }
  }
})

describe('workers that can’t start', () => {
  it('are refused on the embedded database, with the reason', async () => {
    const ended = await runToEnd(['src/server/start.ts', '--workers', '2', '--port', '0'])
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' })
    expect(ended.stderr).toBe(
      'The embedded database has one writer: 2 workers need a PostgreSQL. Name it in DATABASE_URL, or start one worker.\n',
    )
  })

  it('end the whole, with what is the matter, said once', async () => {
    const env = { DATABASE_URL: 'postgres://headroom@127.0.0.1:1/nowhere' }
    const args = ['src/server/start.ts', '--workers', '2', '--port', '0']
    const ended = await runToEnd(args, env)
    expect(ended.code).toBe(2)
    expect(ended.stderr.match(/PostgreSQL cannot be reached/g)).toHaveLength(1)
    expect(ended.stderr).not.toMatch(/^\s+at .+:\d+/m)
  })
})

/** Notes what comes, by message and address. */
async function startReceiver() {
  const taken: string[] = []
  const receiver = createServer((asked, response) => {
    asked.resume().on('end', () => {
      taken.push(`${asked.headers['webhook-id']} ${asked.url}`)
      response.end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { taken, address: `http://127.0.0.1:${port}`, close: () => receiver.close() }
}
