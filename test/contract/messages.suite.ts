import { beforeEach, describe, expect, it } from 'vitest'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import type { Mail } from '#api/delivery/ports.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const params = { team: 'acme' }

/** What people are told, as they see it, whatever it is stored in. */
export function describeMessages(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`messages over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    const api = () => host
    describeInbox(api)
    describeLog(api)
    describeChoices(api)
    describeEndpoints(api)
  })
}

function describeInbox(api: () => ApiHost): void {
  describe('the inbox', () => {
    it('holds what its own reader was told, newest first, in words', async () => {
      await api().send(ai('cara', 300, 'e1'))
      api().setNow(NOW + MINUTE)
      await api().send(ai('cara', 100, 'e2'))
      const cara = await api().call('inbox', { params, as: 'member:cara' })
      expect(cara).toEqual({
        asOf: NOW + MINUTE,
        unread: 2,
        messages: [
          {
            message: 'limit:2026-10-31:2',
            at: NOW + MINUTE,
            read: false,
            subject: 'You have used all of your AI credits',
            lines: [
              'You have used 400 of 400 AI credits.',
              'Agent Mode goes on by pay-as-you-go, which is billed.',
              'Your allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu).',
            ],
            path: '/',
          },
          expect.objectContaining({ subject: 'You have passed 75 % of your AI credits' }),
        ],
      })
      const bill = await api().call('inbox', { params, as: 'billing' })
      expect(bill.messages.map(({ subject }) => subject)).toEqual([
        'Acme: Cara Ćosić has moved to pay-as-you-go for AI credits',
        'Acme: Cara Ćosić has passed 75 % of their AI credits',
      ])
      const dan = await api().call('inbox', { params, as: 'member:dan' })
      expect([dan.unread, dan.messages]).toEqual([0, []])
    })

    it('says that work pauses where pay-as-you-go is off', async () => {
      const body = { on: false, target: { kind: 'members', members: ['cara'] } }
      await api().call('switch', { params: { ...params, resource: 'ai' }, body, as: 'billing' })
      await api().send(ai('cara', 400, 'e1'))
      const { messages } = await api().call('inbox', { params, as: 'member:cara' })
      expect(messages[0]?.lines).toEqual([
        'You have used 400 of 400 AI credits.',
        'Agent Mode is paused for you until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
        'A Billing admin can turn on pay-as-you-go, which lifts this at once.',
      ])
    })

    it('names those whom a switch moves in the order in which they were named', async () => {
      const decide = (on: boolean, members: string[]) => {
        const body = { on, target: { kind: 'members', members } }
        return api().call('switch', { params: { ...params, resource: 'ai' }, body, as: 'billing' })
      }
      await decide(false, ['cara', 'dan'])
      await api().send([ai('cara', 400, 'e1'), ai('dan', 400, 'e2')])
      await decide(true, ['dan', 'cara'])
      const { messages } = await api().call('inbox', { params, as: 'billing' })
      expect(messages[0]?.lines.slice(0, 2)).toEqual([
        'Dan 100%_Percent: 400 of 400 used.',
        'Cara Ćosić: 400 of 400 used.',
      ])
    })

    it('is marked by its reader alone, one by one or all at once', async () => {
      await api().send([ai('cara', 300, 'e1'), ai('dan', 300, 'e2')])
      const mark = (as: string, messages: 'all' | string[], read = true) =>
        api().call('markInbox', { params, body: { messages, read }, as })
      const dans = 'limit:2026-10-31:2'
      const body = { messages: [dans], read: true }
      expect(await api().refusal('markInbox', { params, body, as: 'member:cara' })).toMatchObject({
        code: 'unknown-message',
      })
      expect((await mark('member:dan', [dans])).unread).toBe(0)
      expect((await mark('member:dan', [dans], false)).unread).toBe(1)
      expect((await mark('billing', 'all')).unread).toBe(0)
      expect((await api().call('inbox', { params, as: 'admin' })).unread).toBe(1)
    })

    it('comes page by page, each message once', async () => {
      for (const [n, credits] of [300, 100, 1].entries()) {
        await api().send(ai('cara', credits, `e${n}`))
      }
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) }
        const page = await api().call('inbox', { params, query, as: 'member:cara' })
        seen.push(...page.messages.map(({ message }) => message))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(seen).toEqual(['limit:2026-10-31:3', 'limit:2026-10-31:2', 'limit:2026-10-31:1'])
    })
  })
}

function describeLog(api: () => ApiHost): void {
  describe('the delivery log', () => {
    it('says to whom, when and how it went, filtered, page by page', async () => {
      await api().send(flows(80, 'e1'))
      await deliver(api(), async ({ to }) =>
        to.address.startsWith('ada')
          ? { kind: 'sent', detail: '250 taken' }
          : { kind: 'failed', detail: '451 later\r\nX-Evil: 1', isFinal: false },
      )
      const all = await log(api(), {})
      expect(all.map(inShort)).toEqual([
        'mail Bill Billing waiting 1: 451 later X-Evil: 1',
        'mail Ada Admin sent 1: 250 taken',
        'inbox Bill Billing sent 0: In the inbox',
        'inbox Ada Admin sent 0: In the inbox',
      ])
      expect(all[0]).toMatchObject({ at: NOW, nextAt: NOW + 30_000, outcome: { at: NOW } })
      expect((await log(api(), { channel: 'mail', state: 'sent' })).map(inShort)).toEqual([
        'mail Ada Admin sent 1: 250 taken',
      ])
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) }
        const page = await api().call('deliveries', { params, query })
        paged.push(...page.deliveries.map(inShort))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(paged).toEqual(all.map(inShort))
    })

    it('sends again at once, as a mail of its own', async () => {
      await api().send(flows(80, 'e1'))
      const mails: Mail[] = []
      const take = async (mail: Mail) => {
        mails.push(mail)
        return { kind: 'sent' as const, detail: '250' }
      }
      await deliver(api(), take)
      const body = { message: 'limit:2026-10-31:1', channel: 'mail', recipient: 'ada' }
      const { delivery } = await api().call('sendAgain', { params, body })
      expect(delivery).toMatchObject({ state: 'waiting', attempts: 1, nextAt: NOW })
      await deliver(api(), take)
      const toAda = mails.filter(({ to }) => to.address === 'ada@example.com')
      expect(toAda).toHaveLength(2)
      expect(new Set(toAda.map(({ messageId }) => messageId)).size).toBe(2)
    })

    it('sends a test to whoever asks', async () => {
      await api().call('sendTest', { params, body: { channel: 'mail' }, as: 'billing' })
      const mails: Mail[] = []
      await deliver(api(), async (mail) => {
        mails.push(mail)
        return { kind: 'sent', detail: '250' }
      })
      expect(mails.map(({ to, subject }) => [to.address, subject])).toEqual([
        ['bill@example.com', 'A test from Headroom for Acme'],
      ])
    })

    it('is Admin’s and Billing’s to see', async () => {
      const asked = { params, as: 'member:cara' }
      expect(await api().refusal('deliveries', asked)).toMatchObject({
        status: 403,
        detail: 'Only an Admin or a Billing admin of the team can do this.',
      })
    })
  })
}

function describeChoices(api: () => ApiHost): void {
  describe('the choice of mails', () => {
    it('is each person’s own; what Billing is promised can’t be turned off', async () => {
      const choices = async (as: string) =>
        (await api().call('mailChoices', { params, as })).choices
      expect(await choices('member:cara')).toEqual([{ topic: 'own', on: true, promised: false }])
      expect(await choices('billing')).toEqual([
        { topic: 'own', on: true, promised: false },
        { topic: 'team', on: true, promised: true },
      ])
      const off = { topic: 'team', on: false }
      expect(
        await api().refusal('chooseMails', { params, body: off, as: 'billing' }),
      ).toMatchObject({
        status: 409,
        code: 'mail-promised',
      })
      await api().call('chooseMails', { params, body: off, as: 'admin' })
      expect(await choices('admin')).toEqual([
        { topic: 'own', on: true, promised: false },
        { topic: 'team', on: false, promised: false },
      ])
      await api().send(flows(80, 'e1'))
      const mails = await log(api(), { channel: 'mail' })
      expect(mails.map(({ recipient }) => recipient.id)).toEqual(['bill'])
    })
  })
}

function describeEndpoints(api: () => ApiHost): void {
  describe('webhook endpoints', () => {
    const create = (url: string) => api().call('createEndpoint', { params, body: { url } })

    it('show their secret once, and can be turned off, on and removed', async () => {
      const made = await create('https://hooks.acme.example/headroom')
      expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
      const { endpoint } = made
      expect((await api().call('endpoints', { params })).endpoints).toEqual([endpoint])
      const one = { ...params, endpoint: endpoint.id }
      const off = await api().call('switchEndpoint', { params: one, body: { on: false } })
      expect([off.endpoint.state, off.secret]).toEqual(['off', undefined])
      await api().send(flows(80, 'e1'))
      expect(await log(api(), { channel: 'webhook' })).toEqual([])
      await api().call('switchEndpoint', { params: one, body: { on: true } })
      await api().send(flows(20, 'e2'))
      expect((await log(api(), { channel: 'webhook' })).map(({ recipient }) => recipient)).toEqual([
        { id: endpoint.id, name: endpoint.url },
      ])
      expect((await api().call('deleteEndpoint', { params: one })).endpoints).toEqual([])
      expect(await api().refusal('deleteEndpoint', { params: one })).toMatchObject({ status: 404 })
    })

    it.each([
      'hooks.acme.example',
      '/headroom',
      'ftp://acme.example',
      'javascript:alert(1)',
      'https://',
      'https://user:secret@acme.example',
      'https://acme.example/ x',
      '',
    ])('refuse the address %j', async (url) => {
      const refused = await api().refusal('createEndpoint', { params, body: { url } })
      expect(refused).toMatchObject({ status: 400, code: 'invalid-request' })
    })

    it('are not for members to see', async () => {
      const asked = { params, as: 'member:cara' }
      expect(await api().refusal('endpoints', asked)).toMatchObject({ status: 403 })
    })
  })
}

async function deliver(
  api: ApiHost,
  mail: Parameters<typeof deliverDue>[0]['sender']['carriers']['mail'],
): Promise<void> {
  const failures: unknown[] = []
  const webhook = async () => ({ kind: 'sent' as const, detail: '200' })
  const sender = { carriers: { mail, webhook }, publicUrl: 'http://headroom.example' }
  const report = (error: unknown) => failures.push(error)
  const store = { ...api.store, teamsWithDue: async () => ['acme'] }
  await deliverDue({ store, now: () => NOW, sender, report })
  expect(failures).toEqual([])
}

type Delivery = Reply<'deliveries'>['deliveries'][number]

async function log(
  api: ApiHost,
  query: { channel?: 'mail' | 'webhook'; state?: 'sent' },
): Promise<Delivery[]> {
  return (await api.call('deliveries', { params, query })).deliveries
}

function inShort({ channel, recipient, state, attempts, outcome }: Delivery): string {
  return `${channel} ${recipient.name} ${state} ${attempts}: ${outcome?.detail ?? ''}`
}

function ai(subject: string, credits: number, id: string) {
  return aiEvent({ id, time: new Date(NOW).toISOString(), subject }, { credits })
}

function flows(credits: number, id: string) {
  const time = new Date(NOW).toISOString()
  return flowsEvent({ id, time }, { item: 'flow-run', count: credits })
}
