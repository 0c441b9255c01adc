import { expect, test } from 'vitest'
import type { KeptMail } from '#api/delivery/ports.ts'
import type { Message } from '#api/messages/records.ts'
import type { KeptMailsQuery } from '#api/ports.ts'
import { MARCH } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

function aMail(id: string, given: Partial<KeptMail> = {}): KeptMail {
  return {
    messageId: `<${id}@headroom.example>`,
    at: MARCH,
    to: { name: 'O\'Neill "快"', address: 'ann@example.com' },
    subject: 'You have passed 75 %',
    text: 'Two\nlines',
    html: '<p>Two</p>',
    ...given,
  }
}

onEveryStore('kept mails', ({ store }) => {
  test('come newest first, each once page by page, those of no team too', async () => {
    const mails = [
      aMail('old', { team: 'acme' }),
      aMail('sign-in', { at: MARCH + 1 }),
      aMail('a', { team: 'acme', at: MARCH + 1 }),
      aMail('b', { team: 'acme', at: MARCH + 1 }),
      aMail('a', { team: 'other', at: MARCH + 2 }),
    ]
    for (const mail of mails) await store().keepMail(mail)
    expect(await store().keptMails({ limit: 10 })).toEqual(mails.toReversed())
    const seen: KeptMail[] = []
    for (let after: KeptMailsQuery['after']; ; ) {
      const page = await store().keptMails({ after, limit: 2 })
      seen.push(...page)
      const last = page.at(-1)
      if (!last) break
      after = { at: last.at, team: last.team ?? '', messageId: last.messageId }
    }
    expect(seen).toEqual(mails.toReversed())
  })

  test('kept again, a mail is the same one, kept later', async () => {
    const mail = aMail('again', { team: 'twice', at: MARCH + 10 })
    await store().keepMail(mail)
    await store().keepMail({ ...mail, at: MARCH + 20 })
    const kept = await store().keptMails({ limit: 10 })
    expect(kept.filter(({ team }) => team === 'twice')).toEqual([{ ...mail, at: MARCH + 20 }])
  })
})

onEveryStore('messages for a cause', ({ team: aFreshTeam }) => {
  test('are those with its id, or that go on after it with a colon', async () => {
    const ids = ['charges:2026-1', 'charges:2026-1:5', 'charges:2026-1:70', 'charges:2026-1;5']
    const others = ['charges:2026-10', 'charges:2026-10:5', 'charges:2026-1 5', 'charges']
    const { team } = await aFreshTeam()
    const { team: other } = await aFreshTeam()
    await team.write((tx) => tx.saveMessages([...ids, ...others].map(aMessage)))
    await other.write((tx) => tx.saveMessages([aMessage('charges:2026-1:9')]))
    const found = await team.messagesFor('charges:2026-1')
    expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect(found[0]).toEqual(aMessage('charges:2026-1'))
  })
})

function aMessage(id: string): Message {
  return { id, audience: 'billing', createdAt: MARCH, content: { kind: 'test', by: 'Ann' } }
}
