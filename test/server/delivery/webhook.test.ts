import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import { createDeliverer, LEASE } from '#api/delivery/deliverer.ts'
import { createCaller } from '#server/webhooks/caller.ts'
import { SECOND } from '#shared/credits/amounts.ts'
import { GIVE_UP_AFTER } from '#shared/credits/retry.ts'
import { onEveryStore } from '#test/contract/store-suite.ts'
import { apiOver } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { startSocket } from '#test/support/smtp.ts'
import { addAcme } from '#test/support/team.ts'
import { startReceiver } from '#test/support/webhook-receiver.ts'

const TIMEOUT_MS = 150
/** The receiver checks that a message is of now, by its own clock. */
const NOW = Date.now()
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

let teams = 0

onEveryStore('webhooks', ({ store }) => {
  async function acmeWith(url: string) {
    const { id } = await addAcme(store(), { id: `hooks-${++teams}`, createdAt: NOW - SECOND })
    const api = apiOver(store())
    api.setNow(NOW)
    const params = { team: id }
    const { endpoint, secret } = await api.call('createEndpoint', { params, body: { url } })
    return { id, api, params, endpoint, secret: secret ?? '' }
  }

  async function round(id: string, at: number, timeoutMs = TIMEOUT_MS): Promise<void> {
    const failures: unknown[] = []
    const carriers = {
      mail: async () => ({ kind: 'kept' as const, detail: 'no mail here' }),
      webhook: createCaller({ timeoutMs }),
    }
    await deliverDue({
      store: { ...store(), teamsWithDue: async () => [id] },
      now: () => at,
      sender: { carriers, publicUrl: 'https://headroom.example' },
      report: (error) => failures.push(error),
    })
    expect(failures).toEqual([])
  }

  type Acme = Awaited<ReturnType<typeof acmeWith>>

  async function logOf({ api, params }: Acme) {
    const query = { channel: 'webhook' } as const
    return (await api.call('deliveries', { params, query })).deliveries
  }

  it('are called with what happened, signed so that the receiver can check it', async () => {
    const receiver = await startReceiver()
    closers.push(receiver.close)
    const acme = await acmeWith(receiver.url)
    await acme.api.send(flows(acme.id, 80))
    await round(acme.id, NOW, 5_000)
    const [call] = receiver.taken
    if (!call) throw new Error('nothing was taken')
    const payload = new Webhook(acme.secret).verify(call.body, call.headers)
    expect(payload).toMatchObject({
      type: 'headroom.limit',
      timestamp: new Date(NOW).toISOString(),
      data: {
        team: { id: acme.id, name: 'Acme' },
        subject: 'Acme has passed 75 % of its Flows credits',
        link: `https://headroom.example/flows?team=${acme.id}`,
        resource: 'flows',
        threshold: 'warning',
        used: 80,
        allowance: 100,
      },
    })
    const other = new Webhook('whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD')
    expect(() => other.verify(call.body, call.headers)).toThrow()
    expect(await logOf(acme)).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  describe('of a receiver that hangs', () => {
    it('hold up nobody else, nor more than their own, and not the stop', async () => {
      let calls = 0
      const hanging = await startReceiver(() => {
        calls++
      })
      const well = await startReceiver()
      closers.push(hanging.close, well.close)
      const slow = await acmeWith(hanging.url)
      await slow.api.call('createEndpoint', { params: slow.params, body: { url: well.url } })
      const other = await acmeWith(well.url)
      const test = {
        params: slow.params,
        body: { channel: 'webhook', endpoint: slow.endpoint.id },
      }
      for (let n = 6; n >= 1; n--) {
        slow.api.setNow(NOW - n)
        await slow.api.call('sendTest', test)
      }
      slow.api.setNow(NOW)
      const failures: unknown[] = []
      const delivery = createDeliverer({
        store: { ...store(), teamsWithDue: async () => [slow.id, other.id] },
        now: () => NOW,
        sender: {
          carriers: {
            mail: async () => ({ kind: 'kept' as const, detail: 'no mail here' }),
            webhook: createCaller(),
          },
          publicUrl: 'https://headroom.example',
        },
        report: (error) => failures.push(error),
      })
      expect(await delivery.round()).toBe(6)
      await vi.waitFor(() => expect(calls).toBe(4))
      // All places at its host are taken: nothing more is begun there, and all else is.
      await slow.api.call('sendTest', test)
      await slow.api.send(flows(slow.id, 80))
      await other.api.send(flows(other.id, 80))
      await delivery.round()
      await vi.waitFor(async () => {
        const sent = [...(await logOf(slow)), ...(await logOf(other))]
        expect(sent.filter(({ state }) => state === 'sent')).toHaveLength(2)
      })
      expect(calls).toBe(4)
      expect(well.taken).toHaveLength(2)
      delivery.stop()
      await delivery.idle()
      expect(failures).toEqual([])
      const states = (await logOf(slow)).map(({ state, attempts }) => `${state} ${attempts}`)
      expect(states.filter((state) => state === 'sending 0')).toHaveLength(6)
      // What was broken off is due again when its lease ends.
      const due = { at: NOW + LEASE, lease: 'next', until: NOW + 2 * LEASE, limit: 50 }
      expect(await store().team(slow.id).outbox.takeDue(due)).toHaveLength(8)
    })
  })

  describe('of a receiver that does not take it', () => {
    const FAULTS: { name: string; open: () => Promise<string>; state: string }[] = [
      {
        name: 'refuses',
        open: async () => {
          const gone = await startSocket(() => {})
          await gone.close()
          return `http://127.0.0.1:${gone.port}/`
        },
        state: 'waiting',
      },
      { name: 'hangs', open: () => socketUrl(() => {}), state: 'waiting' },
      {
        name: 'breaks off',
        open: () => socketUrl((socket) => socket.once('data', () => socket.destroy())),
        state: 'waiting',
      },
      { name: 'answers 500', open: () => answering(500), state: 'waiting' },
      { name: 'answers 404', open: () => answering(404), state: 'waiting' },
      { name: 'leads elsewhere', open: () => answering(302), state: 'waiting' },
      { name: 'answers 410, gone', open: () => answering(410), state: 'dead' },
    ]

    it.each(FAULTS)('because it $name: the log says so', async ({ open, state }) => {
      const acme = await acmeWith(await open())
      await acme.api.send(flows(acme.id, 80))
      await round(acme.id, NOW)
      const [delivery] = await logOf(acme)
      expect(delivery).toMatchObject({ state, attempts: 1 })
      expect(delivery?.outcome?.detail).toMatch(/^It .+/)
      const { endpoints } = await acme.api.call('endpoints', { params: acme.params })
      expect(endpoints[0]).toMatchObject({ state: 'on', failingSince: NOW })
    })

    it('gets it again later under the same id; then it counts as working', async () => {
      const receiver = await startReceiver((response) => {
        response.statusCode = receiver.taken.length === 1 ? 503 : 204
        response.end()
      })
      closers.push(receiver.close)
      const acme = await acmeWith(receiver.url)
      await acme.api.send(flows(acme.id, 80))
      await round(acme.id, NOW, 5_000)
      await round(acme.id, NOW + 30 * SECOND, 5_000)
      const ids = receiver.taken.map(({ headers }) => headers['webhook-id'])
      expect(ids).toHaveLength(2)
      expect(new Set(ids).size).toBe(1)
      expect(await logOf(acme)).toMatchObject([{ state: 'sent', attempts: 2 }])
      const { endpoints } = await acme.api.call('endpoints', { params: acme.params })
      expect(endpoints[0]?.failingSince).toBeUndefined()
    })

    it('for three days is turned off, and Admin and Billing are told', async () => {
      const acme = await acmeWith(await answering(500))
      const { api, params } = acme
      await api.send(flows(acme.id, 80))
      await round(acme.id, NOW, 5_000)
      const later = NOW + GIVE_UP_AFTER
      await round(acme.id, later, 5_000)
      const { endpoints } = await api.call('endpoints', { params })
      expect(endpoints[0]).toMatchObject({ state: 'failed', failingSince: NOW })
      for (const as of ['admin', 'billing']) {
        const { messages } = await api.call('inbox', { params, as })
        expect(messages[0]?.subject).toBe('A webhook of Acme was turned off')
      }
      const again = { message: 'none', channel: 'webhook', recipient: acme.endpoint.id }
      const [delivery] = await logOf(acme)
      if (!delivery) throw new Error('no delivery')
      const body = { ...again, message: delivery.message }
      api.setNow(later)
      await api.call('sendAgain', { params, body })
      await round(acme.id, later, 5_000)
      expect((await logOf(acme))[0]).toMatchObject({
        state: 'dead',
        outcome: { detail: 'The endpoint is turned off.' },
      })
    })
  })
})

async function answering(status: number): Promise<string> {
  const receiver = await startReceiver((response) => {
    response.statusCode = status
    if (status === 302) response.setHeader('location', 'http://127.0.0.1:1/')
    response.end()
  })
  closers.push(receiver.close)
  return receiver.url
}

async function socketUrl(talk: Parameters<typeof startSocket>[0]): Promise<string> {
  const server = await startSocket(talk)
  closers.push(server.close)
  return `http://127.0.0.1:${server.port}/`
}

let events = 0

function flows(team: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return flowsEvent({ id: `e${++events}`, time, team }, { item: 'flow-run', count: credits })
}
