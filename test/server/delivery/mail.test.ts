import { afterEach, describe, expect, it } from 'vitest'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import { LEASE } from '#api/delivery/deliverer.ts'
import type { Carriers } from '#api/delivery/ports.ts'
import type { TeamStore } from '#api/ports.ts'
import { createMailer } from '#server/mail/mailer.ts'
import { MINUTE, SECOND } from '#shared/credits/amounts.ts'
import { DIGEST_WINDOW } from '#shared/credits/notices.ts'
import { RETRY_AFTER } from '#shared/credits/retry.ts'
import { onEveryStore } from '#test/contract/store-suite.ts'
import { apiOver } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { breaksOffAfterData, startSmtp, startSocket, type TestSmtp } from '#test/support/smtp.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TIMEOUT_MS = 150
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

let teams = 0
let events = 0

onEveryStore('mail', ({ store }) => {
  async function acme(given: { plan?: string; name?: string; example?: boolean } = {}) {
    const { id } = await addAcme(store(), { id: `mail-${++teams}`, ...given })
    return { id, team: store().team(id), api: apiOver(store()) }
  }

  /** What one worker does at `at`, of this team alone. */
  async function round(id: string, mail: Carriers['mail'], at = NOW): Promise<number> {
    const failures: unknown[] = []
    const attempts = await deliverDue({
      store: { ...store(), teamsWithDue: async () => [id] },
      now: () => at,
      sender: { carriers: { mail, webhook: noWebhook }, publicUrl: 'https://headroom.example' },
      report: (error) => failures.push(error),
    })
    expect(failures).toEqual([])
    return attempts
  }

  it('arrives, with figures, consequence, reset date and link, as text and as HTML', async () => {
    const { id, team, api } = await acme()
    const smtp = await open(startSmtp())
    await api.send(ai(id, 'cara', 400))
    await round(id, mailerOf(smtp))
    expect(smtp.received).toHaveLength(1)
    const [mail] = smtp.received
    expect(mail).toMatchObject({ from: 'headroom@acme.example', to: ['cara@example.com'] })
    expect(mail?.source).toContain('Subject: You have used all of your AI credits')
    expect(mail?.source).toMatch(/^Message-ID: <[0-9a-f]{40}@headroom\.example>\r$/m)
    const text = unfold(mail?.source ?? '')
    expect(text).toContain('You have used 400 of 400 AI credits.')
    expect(text).toContain('Agent Mode goes on by pay-as-you-go, which is billed.')
    expect(text).toContain('renews on 30 Nov 2026, 00:00 (Asia/Kathmandu).')
    expect(text).toContain(`https://headroom.example/?team=${id}`)
    expect(text).toContain('<h1')
    expect(await states(team)).toContain('mail cara sent 1')
  })

  it('of a team on the largest plan names no larger one', async () => {
    const { id, api } = await acme({ plan: 'enterprise' })
    const smtp = await open(startSmtp())
    await api.send(flows(id, 600))
    await round(id, mailerOf(smtp))
    const text = unfold(smtp.received[0]?.source ?? '')
    expect(text).toContain('A Billing admin can turn on pay-as-you-go')
    expect(text).not.toMatch(/larger plan|upgrade/i)
  })

  it('a digest goes out once its window is over, with all that it gathered', async () => {
    const { id, api } = await acme()
    const smtp = await open(startSmtp())
    await api.send([ai(id, 'cara', 300), ai(id, 'dan', 310)])
    await round(id, mailerOf(smtp))
    expect(smtp.received.map(({ to }) => to).sort()).toEqual([
      ['cara@example.com'],
      ['dan@example.com'],
    ])
    await round(id, mailerOf(smtp), NOW + DIGEST_WINDOW)
    const digests = smtp.received.slice(2)
    expect(digests.map(({ to }) => to).sort()).toEqual([['ada@example.com'], ['bill@example.com']])
    const text = unfold(digests[0]?.source ?? '')
    expect(text).toContain('2 members have passed 75 % of their AI credits')
    expect(text).toContain('300 of 400 used.')
    expect(text).toContain('310 of 400 used.')
  })

  it('names in a mail are only names: nothing of theirs becomes a header', async () => {
    const { id, team, api } = await acme({ name: 'Acme" <evil@example.net>, x' })
    const smtp = await open(startSmtp())
    const name = 'Eve" <evil@example.net>, "'
    const email = 'eve@example.com'
    await team.write((tx) =>
      tx.addMembers([
        { id: 'eve', name, email, roles: ['admin'], createdAt: 0 },
        { id: 'two', name: 'Two', email: 'a@x.example, b@x.example', roles: [], createdAt: 0 },
      ]),
    )
    await api.send([ai(id, 'eve', 300), ai(id, 'two', 300), flows(id, 100)])
    await round(id, mailerOf(smtp))
    const recipients = smtp.received.flatMap(({ to }) => to)
    expect(new Set(recipients)).toEqual(
      new Set(['ada@example.com', 'bill@example.com', 'eve@example.com']),
    )
    expect(await states(team)).toContain('mail two dead 1')
  })

  it('without a mail server, and of an example team, it is kept', async () => {
    const { id, team, api } = await acme()
    await api.send(ai(id, 'cara', 300))
    await round(id, createMailer({ url: undefined, from: 'headroom@acme.example' }))
    expect(await states(team)).toContain('mail cara kept 1')
    const smtp = await open(startSmtp())
    const example = await acme({ example: true })
    await example.api.send(ai(example.id, 'cara', 300))
    await round(example.id, mailerOf(smtp))
    expect(await states(example.team)).toContain('mail cara kept 1')
    expect(smtp.received).toEqual([])
  })

  describe('a server that does not take it', () => {
    const FAULTS: { name: string; open: () => Promise<string>; state: string }[] = [
      {
        name: 'is not there: tried again',
        open: async () => {
          const gone = await startSocket(() => {})
          await gone.close()
          return `smtp://127.0.0.1:${gone.port}`
        },
        state: 'mail cara waiting 1',
      },
      {
        name: 'hangs: tried again',
        open: () => socketUrl(() => {}),
        state: 'mail cara waiting 1',
      },
      {
        name: 'breaks off after DATA: tried again',
        open: () => socketUrl(breaksOffAfterData),
        state: 'mail cara waiting 1',
      },
      {
        name: 'says 451 of the mail: tried again',
        open: async () => (await open(startSmtp(() => ({ code: 451, text: 'later' })))).url,
        state: 'mail cara waiting 1',
      },
      {
        name: 'says 550 of the mail: given up at once',
        open: async () => (await open(startSmtp(() => ({ code: 550, text: 'never' })))).url,
        state: 'mail cara dead 1',
      },
      {
        name: 'says 550 of the recipient: given up at once',
        open: async () => {
          const refuse = () => ({ code: 550, text: 'nobody' })
          return (await open(startSmtp(refuse, { at: 'recipient' }))).url
        },
        state: 'mail cara dead 1',
      },
    ]

    it.each(FAULTS)('$name', async ({ open: openServer, state }) => {
      const { id, team, api } = await acme()
      await api.send(ai(id, 'cara', 300))
      await round(id, mailerAt(await openServer()))
      expect(await states(team)).toContain(state)
      const [letter] = await team.deliveryPage({ channel: 'mail', state: 'waiting', limit: 1 })
      if (letter?.delivery.recipient === 'cara') {
        expect(letter.delivery.dueAt).toBe(NOW + 30 * SECOND)
        expect(letter.delivery.outcome?.detail).not.toBe('')
      }
    })

    it('for a while gets it in the end, under the same Message-ID', async () => {
      const { id, team, api } = await acme()
      const ids: (string | undefined)[] = []
      const smtp = await open(
        startSmtp(({ source }, count) => {
          ids.push(/^Message-ID: (.+)\r$/m.exec(source)?.[1])
          return count < 3 ? { code: 451, text: 'later' } : undefined
        }),
      )
      await api.send(ai(id, 'cara', 300))
      const mail = mailerOf(smtp)
      expect(await round(id, mail, NOW)).toBe(1)
      expect(await round(id, mail, NOW + 29 * SECOND)).toBe(0)
      expect(await round(id, mail, NOW + 30 * SECOND)).toBe(1)
      expect(await round(id, mail, NOW + 30 * SECOND + 2 * MINUTE)).toBe(1)
      expect(smtp.received).toHaveLength(1)
      expect(new Set(ids).size).toBe(1)
      expect(await states(team)).toContain('mail cara sent 3')
    })

    it('for good leaves a dead letter at the end of the schedule', async () => {
      const { id, team, api } = await acme()
      const smtp = await open(startSmtp(() => ({ code: 451, text: 'later' })))
      await api.send(ai(id, 'cara', 300))
      await team.write(async (tx) => {
        const rest = await tx.deliveryPage({ channel: 'mail', limit: 10 })
        const others = rest.filter(({ delivery }) => delivery.recipient !== 'cara')
        await tx.saveDeliveries(others.map(({ delivery }) => done(delivery)))
      })
      let at = NOW
      for (const wait of [0, ...RETRY_AFTER]) {
        at += wait
        expect(await round(id, mailerOf(smtp), at)).toBe(1)
      }
      expect(await states(team)).toContain(`mail cara dead ${RETRY_AFTER.length + 1}`)
      expect(await round(id, mailerOf(smtp), at + 1_000 * MINUTE)).toBe(0)
    })
  })

  describe('several workers', () => {
    it('at once send each mail once', async () => {
      const { id, team, api } = await acme()
      const smtp = await open(startSmtp())
      await team.write((tx) =>
        tx.addMembers(
          Array.from({ length: 45 }, (_, n) => {
            const member = { id: `m${n}`, name: `M ${n}`, email: `m${n}@example.com` }
            return { ...member, roles: ['member'] as const, createdAt: 0 }
          }),
        ),
      )
      await api.send(Array.from({ length: 45 }, (_, n) => ai(id, `m${n}`, 300)))
      const worker = async () => {
        while ((await round(id, mailerOf(smtp))) > 0);
      }
      await Promise.all([worker(), worker(), worker()])
      const to = smtp.received.flatMap((mail) => mail.to)
      expect(to).toHaveLength(45)
      expect(new Set(to).size).toBe(45)
    })

    it('one that dies holds its mails up for a lease, and has no say after it', async () => {
      const { id, team, api } = await acme()
      const smtp = await open(startSmtp())
      await api.send(ai(id, 'cara', 300))
      // It took them and was never heard of again.
      const [dead] = await team.outbox.takeDue({
        at: NOW,
        lease: 'dead',
        until: NOW + LEASE,
        limit: 10,
      })
      expect(await round(id, mailerOf(smtp), NOW + LEASE - 1)).toBe(0)
      expect(await round(id, mailerOf(smtp), NOW + LEASE)).toBe(1)
      expect(smtp.received).toHaveLength(1)
      if (!dead) throw new Error('nothing was taken')
      expect(await team.outbox.settle({ ...dead.delivery, state: 'dead' }, 'dead')).toBe(false)
      expect(await states(team)).toContain('mail cara sent 1')
    })
  })
})

async function noWebhook(): Promise<never> {
  throw new Error('no webhook is to be called')
}

async function open(starting: Promise<TestSmtp>): Promise<TestSmtp> {
  const smtp = await starting
  closers.push(smtp.close)
  return smtp
}

async function socketUrl(talk: Parameters<typeof startSocket>[0]): Promise<string> {
  const server = await startSocket(talk)
  closers.push(server.close)
  return `smtp://127.0.0.1:${server.port}`
}

function mailerOf(smtp: TestSmtp): Carriers['mail'] {
  return mailerAt(smtp.url, 5_000)
}

function mailerAt(url: string, timeoutMs = TIMEOUT_MS): Carriers['mail'] {
  return createMailer({ url, from: 'headroom@acme.example', timeoutMs })
}

async function states(team: TeamStore): Promise<string[]> {
  const letters = await team.deliveryPage({ limit: 200 })
  return letters.map(({ delivery }) => {
    const { channel, recipient, state, attempts } = delivery
    return `${channel} ${recipient} ${state} ${attempts}`
  })
}

function done<T extends { dueAt?: number }>({ dueAt: _, ...delivery }: T) {
  return { ...delivery, state: 'sent' as const }
}

/** A mail's text with the soft line ends and escapes of quoted-printable taken back. */
function unfold(source: string): string {
  return source.replaceAll(/=\r\n/g, '').replaceAll(/=3D/g, '=').replaceAll(/\r\n /g, ' ')
}

function ai(team: string, subject: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return aiEvent({ id: `e${++events}`, time, team, subject }, { credits })
}

function flows(team: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return flowsEvent({ id: `e${++events}`, time, team }, { item: 'flow-run', count: credits })
}
