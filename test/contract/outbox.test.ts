import { describe, expect, it } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import { DIGEST_WINDOW, MOST_NAMED } from '#shared/credits/notices.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { ACME, addAcme, NOW } from '#test/support/team.ts'
import { aMember } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

let teams = 0

type Acme = { id: string; team: TeamStore; api: ApiHost }

onEveryStore('the outbox', ({ store }) => {
  async function acme(plan = 'team'): Promise<Acme> {
    const { id } = await addAcme(store(), { id: `outbox-${++teams}`, plan })
    return { id, team: store().team(id), api: apiOver(store()) }
  }

  describe('what a crossing writes', () => {
    it('a member’s: their inbox and mail at once, Admin’s and Billing’s when the digest is whole', async () => {
      const { id, team, api } = await acme()
      await api.send(ai(id, 'cara', 300))
      expect(await told(team)).toEqual([
        'limit inbox cara sent',
        'limit mail cara waiting at 0 min',
        'members-close inbox ada sent',
        'members-close inbox bill sent',
        'members-close mail ada waiting at 10 min',
        'members-close mail bill waiting at 10 min',
      ])
    })

    it('is counted once it is due, whatever team it is of', async () => {
      const due = (minutes: number) => store().countDue(NOW + minutes * MINUTE)
      const before = [await due(-1), await due(0), await due(10)]
      const { id, api } = await acme()
      await api.send(ai(id, 'cara', 300))
      const after = [await due(-1), await due(0), await due(10)]
      expect(after.map((count, at) => count - (before[at] ?? 0))).toEqual([0, 1, 3])
    })

    it('the team’s: Admin and Billing at once', async () => {
      const { id, team, api } = await acme()
      await api.send(flows(id, 100))
      expect(await told(team)).toEqual([
        'limit inbox ada sent',
        'limit inbox bill sent',
        'limit mail ada waiting at 0 min',
        'limit mail bill waiting at 0 min',
      ])
      const [letter] = await team.deliveryPage({ limit: 1 })
      expect(letter?.message).toMatchObject({
        audience: 'admin-and-billing',
        createdAt: NOW,
        content: {
          kind: 'limit',
          resource: 'flows',
          used: 100,
          allowance: 100,
          threshold: 'reached',
          work: 'suspended',
          offered: true,
          hasLargerPlan: true,
        },
      })
    })

    it('charges past the threshold: Billing, once in the cycle', async () => {
      const { id, team, api } = await acme()
      const spend = (credits: number) => api.send(ai(id, 'cara', credits))
      // 400 are included; at $0.035 each, 1,428 more cost $49.98, and 1,429 $50.015.
      await spend(400 + 1_428)
      expect(await toldOf(team, 'charges')).toEqual([])
      await spend(1)
      await spend(1_000)
      expect(await toldOf(team, 'charges')).toEqual([
        'charges inbox bill sent',
        'charges mail bill waiting at 0 min',
      ])
      const [message] = await team.messages(['charges:2026-10-31:50000000'])
      expect(message?.content).toMatchObject({ micros: 50_015_000, threshold: 50_000_000 })
      const inbox = await api.call('inbox', { params: { team: id }, as: 'billing' })
      expect(inbox.messages).toContainEqual({
        message: 'charges:2026-10-31:50000000',
        at: NOW,
        read: false,
        subject: 'Acme: pay-as-you-go charges have passed $50.00',
        lines: [
          'The charges of the billing cycle since 31 Oct 2026 are $50.02 now, past $50.00.',
          'You are told once in each cycle. A Billing admin can change the threshold under Invoices.',
          'The cycle ends on 30 Nov 2026, 00:00 (Asia/Kathmandu).',
        ],
        path: '/invoices',
      })
    })

    it('nothing twice when the events come again', async () => {
      const { id, team, api } = await acme()
      const event = ai(id, 'cara', 300)
      await api.send(event)
      const before = await told(team)
      await api.send([event, event])
      expect(await told(team)).toEqual(before)
    })

    it('nothing when the transaction fails after it', async () => {
      const { id, team } = await acme()
      const failing = apiOver(failsAfterTelling(store(), id))
      const response = await failing.fetch('/api/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ai(id, 'cara', 300)),
      })
      expect(response.status).toBe(500)
      expect(await told(team)).toEqual([])
      expect(await team.crossings({ cycle: '2026-10-31', limit: 10 })).toEqual([])
      await apiOver(store()).send(ai(id, 'cara', 300))
      expect(await team.crossings({ cycle: '2026-10-31', limit: 10 })).toHaveLength(1)
      expect(await toldOf(team, 'limit')).toHaveLength(2)
    })

    it('of a cycle that is over: the inbox only', async () => {
      const { id, team, api } = await acme()
      // Within the day of grace after its end.
      api.setNow(Date.parse('2026-10-31T10:00:00Z'))
      await api.send(ai(id, 'cara', 300, Date.parse('2026-10-30T00:00:00Z')))
      expect(await told(team)).toEqual([
        'limit inbox cara sent',
        'members-close inbox ada sent',
        'members-close inbox bill sent',
      ])
    })

    it('no mail to one who wants none, but Billing is always told of the team', async () => {
      const { id, team, api } = await acme()
      await team.write((tx) =>
        tx.saveMailChoices([
          { member: 'cara', topic: 'own', on: false },
          { member: 'ada', topic: 'team', on: false },
          { member: 'bill', topic: 'team', on: false },
        ]),
      )
      await api.send(ai(id, 'cara', 300))
      const mails = (await told(team)).filter((line) => line.includes(' mail '))
      expect(mails).toEqual(['members-close mail bill waiting at 10 min'])
    })
  })

  describe('a digest', () => {
    it('takes in members for ten minutes; the next starts another', async () => {
      const { id, team, api } = await acme()
      await api.send(ai(id, 'cara', 300))
      api.setNow(NOW + DIGEST_WINDOW - 1)
      await api.send(ai(id, 'dan', 400))
      await api.send(ai(id, 'bill', 300))
      api.setNow(NOW + DIGEST_WINDOW)
      await api.send(ai(id, 'ada', 300))
      expect(await digests(team)).toEqual([
        'members-close: ada 300',
        'members-close: cara 300, bill 300',
        'members-on-pay-as-you-go: dan 400',
      ])
    })

    it('takes in nobody once a worker has it', async () => {
      const { id, team, api } = await acme()
      await api.send(ai(id, 'cara', 300))
      // A worker whose clock is ahead of ours.
      const at = NOW + DIGEST_WINDOW
      const taken = await team.outbox.takeDue({ at, lease: 'w1', until: at + MINUTE, limit: 10 })
      expect(taken.map(({ delivery }) => delivery.recipient).sort()).toEqual([
        'ada',
        'bill',
        'cara',
      ])
      await api.send(ai(id, 'dan', 300))
      expect(await digests(team)).toEqual(['members-close: cara 300', 'members-close: dan 300'])
    })

    it('names a hundred and counts the rest', async () => {
      const { id, team, api } = await acme()
      const members = Array.from({ length: MOST_NAMED + 7 }, (_, n) =>
        aMember(`m${n}`, { createdAt: ACME.createdAt }),
      )
      await team.write((tx) => tx.addMembers(members))
      await api.send(members.slice(0, 60).map((member) => ai(id, member.id, 300)))
      await api.send(members.slice(60).map((member) => ai(id, member.id, 300)))
      const page = await team.deliveryPage({ channel: 'mail', limit: 200 })
      const digest = page.find(({ message }) => message.content.kind === 'members-close')
      const { content } = digest?.message ?? {}
      expect(content).toMatchObject({ kind: 'members-close', others: 7 })
      expect(content?.kind === 'members-close' && content.members).toHaveLength(MOST_NAMED)
    })
  })

  describe('a switch of pay-as-you-go', () => {
    /** Cara and Dan are past the limit and paused, Ada is close to it, Bill has used nothing. */
    async function paused(): Promise<Acme> {
      const made = await acme()
      await decide(made, false)
      await made.api.send([ai(made.id, 'cara', 410), ai(made.id, 'dan', 400)])
      await made.api.send(ai(made.id, 'ada', 300))
      return made
    }

    it('of the team: those who move by it, in one digest for Admin and Billing', async () => {
      const made = await paused()
      expect(await digests(made.team, MOVED)).toEqual([])
      await decide(made, true)
      expect(await digests(made.team, MOVED)).toEqual([`${MOVED}: cara 410, dan 400`])
      expect(await toldOf(made.team, MOVED)).toEqual([
        `${MOVED} inbox ada sent`,
        `${MOVED} inbox bill sent`,
        `${MOVED} mail ada waiting at 10 min`,
        `${MOVED} mail bill waiting at 10 min`,
      ])
      const page = await made.team.deliveryPage({ channel: 'mail', limit: 100 })
      const digest = page.find(({ message }) => message.content.kind === MOVED)
      expect(digest?.message.content).toMatchObject({
        others: 0,
        members: [
          { id: 'cara', name: 'Cara Ćosić', allowance: 400, threshold: 'exceeded' },
          { id: 'dan', allowance: 400, threshold: 'reached', work: 'on-pay-as-you-go' },
        ],
      })
    })

    it('of members: only of them, and only those who move', async () => {
      const made = await paused()
      await decide(made, true, ['dan', 'ada'])
      expect(await digests(made.team, MOVED)).toEqual([`${MOVED}: dan 400`])
      // Dan is on it already.
      await decide(made, true)
      expect(await digests(made.team, MOVED)).toEqual([`${MOVED}: dan 400, cara 410`])
    })

    it('is in one digest with those who move by a charge', async () => {
      const made = await paused()
      await decide(made, true, ['ada', 'bill'])
      await made.api.send(ai(made.id, 'ada', 100))
      made.api.setNow(NOW + DIGEST_WINDOW - 1)
      await decide(made, true)
      expect(await digests(made.team, MOVED)).toEqual([`${MOVED}: ada 400, cara 410, dan 400`])
    })

    it('off and on again within the window repeats nothing', async () => {
      const made = await paused()
      await decide(made, true)
      const before = await told(made.team)
      await decide(made, false)
      made.api.setNow(NOW + MINUTE)
      await decide(made, true)
      expect(await told(made.team)).toEqual(before)
      expect(await digests(made.team, MOVED)).toEqual([`${MOVED}: cara 410, dan 400`])
    })

    it('of more than are named counts the rest, also when it is taken back and made anew', async () => {
      const made = await acme()
      const members = Array.from({ length: MOST_NAMED + 7 }, (_, n) =>
        aMember(`m${n}`, { createdAt: ACME.createdAt }),
      )
      await made.team.write((tx) => tx.addMembers(members))
      await decide(made, false)
      await made.api.send(members.map((member) => ai(made.id, member.id, 400)))
      for (const on of [true, false, true]) await decide(made, on)
      const page = await made.team.deliveryPage({ channel: 'inbox', limit: 500 })
      const contents = page.flatMap(({ message: { content } }) =>
        content.kind === MOVED ? [content] : [],
      )
      expect(contents.map(({ members: named, others }) => [named.length, others])).toEqual([
        [MOST_NAMED, 7],
        [MOST_NAMED, 7],
      ])
    })

    it('that turns on nobody’s work, or turns it off, tells nobody', async () => {
      const made = await paused()
      const before = await told(made.team)
      await decide(made, false)
      await made.team.write((tx) => tx.saveSpendCap({ ...CAP, micros: 0 }))
      await decide(made, true)
      await decide(made, true, ['cara'])
      expect(await told(made.team)).toEqual(before)
      const flows = await acme()
      await flows.api.send(ai(flows.id, 'cara', 10))
      await decide(flows, true)
      expect(await told(flows.team)).toEqual([])
    })

    it('that fails with what it tells changes nothing', async () => {
      const made = await paused()
      const failing = { ...made, api: apiOver(failsAfterTelling(store(), made.id)) }
      await expect(decide(failing, true)).rejects.toThrow('500')
      expect(await digests(made.team, MOVED)).toEqual([])
      expect(await made.team.switches('ai', [])).toMatchObject([{ on: false }])
    })
  })
})

let events = 0

const MOVED = 'members-on-pay-as-you-go'
const CAP = { resource: 'ai', seq: 99, at: NOW, actor: { id: 'bill', name: 'Bill' } } as const

/** Pay-as-you-go for AI credits, of the team or of members. */
async function decide({ id, api }: Acme, on: boolean, members?: string[]): Promise<void> {
  const target = members ? { kind: 'members', members } : { kind: 'team' }
  const params = { team: id, resource: 'ai' } as const
  await api.call('switch', { params, body: { on, target }, as: 'billing' })
}

function ai(team: string, subject: string, credits: number, at = NOW) {
  const time = new Date(at).toISOString()
  return aiEvent({ id: `e${++events}`, time, team, subject }, { credits })
}

function flows(team: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return flowsEvent({ id: `e${++events}`, time, team }, { item: 'flow-run', count: credits })
}

/** Everything that there is to deliver, in words. */
async function told(team: TeamStore): Promise<string[]> {
  const letters = await team.deliveryPage({ limit: 100 })
  return letters
    .map(({ message, delivery }) => {
      const { channel, recipient, state, dueAt } = delivery
      const due = dueAt === undefined ? '' : ` at ${(dueAt - NOW) / MINUTE} min`
      return `${message.content.kind} ${channel} ${recipient} ${state}${due}`
    })
    .sort()
}

async function toldOf(team: TeamStore, kind: string): Promise<string[]> {
  return (await told(team)).filter((line) => line.startsWith(`${kind} `))
}

async function digests(team: TeamStore, kind?: string): Promise<string[]> {
  const letters = await team.deliveryPage({ channel: 'mail', limit: 100 })
  const lines = letters.flatMap(({ message: { content } }) => {
    if (content.kind !== 'members-close' && content.kind !== 'members-on-pay-as-you-go') return []
    const members = content.members.map(({ id, used }) => `${id} ${used}`)
    return `${content.kind}: ${members.join(', ')}`
  })
  return [...new Set(lines)].filter((line) => !kind || line.startsWith(`${kind}:`)).sort()
}

/** A store whose transaction fails once the deliveries are written. */
function failsAfterTelling(store: ApiHost['store'], id: string): ApiHost['store'] {
  const team = store.team(id)
  return {
    ...store,
    team: () => ({
      ...team,
      write: (work) =>
        team.write((tx) =>
          work({
            ...tx,
            saveDeliveries: async (rows) => {
              await tx.saveDeliveries(rows)
              throw new Error('the disk is gone')
            },
          }),
        ),
    }),
  }
}
