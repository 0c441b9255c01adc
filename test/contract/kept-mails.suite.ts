import { beforeEach, describe, expect, it } from 'vitest'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import type { Outcome } from '#api/delivery/ports.ts'
import { postMail } from '#api/delivery/post-mail.ts'
import type { KeptMailsReply } from '#shared/contract/operator-routes.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const KEPT: Outcome = { kind: 'kept', detail: 'No mail server is set up.' }
const SENT: Outcome = { kind: 'sent', detail: '250' }

/** What the operator can read of mails that were not sent, whatever they are stored in. */
export function describeKeptMails(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`kept mails over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    it('are there as they would have been sent, with their team', async () => {
      await api.send(ai('cara', 300))
      await deliver(api, KEPT)
      const { asOf, mails } = await kept(api)
      expect(asOf).toBe(NOW)
      expect(mails).toEqual([
        {
          mail: expect.stringMatching(/^<[0-9a-f]{40}@headroom\.example>$/),
          at: NOW,
          team: { id: 'acme', name: 'Acme' },
          to: { name: 'Cara Ćosić', address: 'cara@example.com' },
          subject: 'You have passed 75 % of your AI credits',
          text: expect.stringContaining('You have used 300 of 400 AI credits.\n'),
          html: expect.stringContaining('<p>You have used 300 of 400 AI credits.</p>'),
        },
      ])
    })

    it('are only those that were not sent', async () => {
      await api.send(ai('cara', 300))
      await deliver(api, SENT)
      expect((await kept(api)).mails).toEqual([])
      await api.send(ai('dan', 300))
      await deliver(api, { kind: 'failed', detail: '451 later', isFinal: false })
      expect((await kept(api)).mails).toEqual([])
    })

    it('of an example team are kept, mail server or not', async () => {
      await addAcme(api.store, { id: 'example', name: 'Example', example: true })
      await api.send({ ...ai('cara', 300), team: 'example' })
      await deliver(api, SENT)
      expect((await kept(api)).mails.map(({ team }) => team?.id)).toEqual(['example'])
    })

    it('may be of no team', async () => {
      const mail = {
        to: { name: 'Ann', address: 'ann@example.com' },
        subject: 'Your way in',
        text: 'https://headroom.example/',
        html: '<p></p>',
        messageId: '<1@headroom.example>',
      }
      const outcome = await postMail(mail, { carry: async () => KEPT, store: api.store, at: NOW })
      expect(outcome).toEqual(KEPT)
      const { messageId, ...rest } = mail
      expect((await kept(api)).mails).toEqual([{ mail: messageId, at: NOW, ...rest }])
    })

    it('come newest first, page by page, each once', async () => {
      for (const [minutes, member] of ['cara', 'dan', 'ada'].entries()) {
        await api.send(ai(member, 300))
        await deliver(api, KEPT, NOW + minutes * MINUTE)
      }
      const all = (await kept(api)).mails
      expect(all.map(({ at }) => (at - NOW) / MINUTE)).toEqual([2, 1, 0])
      const paged: KeptMailsReply['mails'] = []
      let cursor: string | undefined
      do {
        const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) }
        const page = await api.call('keptMails', { params: {}, query })
        paged.push(...page.mails)
        cursor = page.nextCursor
      } while (cursor !== undefined)
      expect(paged).toEqual(all)
    })

    it.each(['billing', 'member', 'member:ada'])('are not for %s to read', async (as) => {
      expect(await api.refusal('keptMails', { params: {}, as })).toEqual({
        status: 403,
        code: 'forbidden',
        detail: 'Only the operator of this server can do this.',
      })
    })

    it('a cursor of another list is refused', async () => {
      const log = await api.call('inbox', { params: { team: 'acme' }, query: { limit: 1 } })
      expect(log.nextCursor).toBeUndefined()
      for (const cursor of ['x', btoa('[1,"[]","a"]'), btoa('["1","[\\"\\",\\"\\"]","a"]')]) {
        const refused = await api.refusal('keptMails', { params: {}, query: { cursor } })
        expect(refused).toMatchObject({ status: 400, code: 'invalid-request' })
      }
    })
  })
}

async function kept(api: ApiHost): Promise<KeptMailsReply> {
  return api.call('keptMails', { params: {} })
}

async function deliver(api: ApiHost, outcome: Outcome, at = NOW): Promise<void> {
  const failures: unknown[] = []
  const sender = {
    carriers: { mail: async () => outcome, webhook: async () => SENT },
    publicUrl: 'http://headroom.example',
  }
  const report = (error: unknown) => failures.push(error)
  await deliverDue({ store: api.store, now: () => at, sender, report })
  expect(failures).toEqual([])
}

let events = 0

function ai(subject: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return aiEvent({ id: `e${++events}`, time, subject }, { credits })
}
