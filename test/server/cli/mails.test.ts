import { describe, expect, test } from 'vitest'
import { newPlace, placeWithTeam } from './commands.ts'

const MAIL = {
  to: { name: 'Ann\u009b2J', address: 'ann@example.com' },
  subject: 'You have passed 75 %',
  text: 'One line.\n\nSee it: http://127.0.0.1:4280/\n',
  html: '<p>One line.</p>',
}

describe('npm run mails', () => {
  test('lists what was kept, newest first, safely for a terminal', async () => {
    const place = await placeWithTeam()
    expect(await place.run('mails')).toEqual({ code: 0, err: '', out: 'No mail was kept.\n' })
    const { store, close } = await place.open()
    const at = Date.parse('2026-02-02T00:00:00Z')
    await store.keepMail({ ...MAIL, messageId: '<1@x>', at, team: 'acme' })
    await store.keepMail({ ...MAIL, messageId: '<2@x>', at: at + 1_000 })
    await close()
    const body = ['  One line.', '', '  See it: http://127.0.0.1:4280/']
    const head = '  to Ann\\u009b2J <ann@example.com>'
    expect(await place.run('mails')).toEqual({
      code: 0,
      err: '',
      out: [
        'You have passed 75 %',
        `${head}, of no team, kept at 2026-02-02T00:00:01.000Z`,
        ...body,
        '',
        'You have passed 75 %',
        `${head}, team acme, kept at 2026-02-02T00:00:00.000Z`,
        ...body,
        '',
      ].join('\n'),
    })
    const { out } = await place.run('mails', '--limit', '1')
    expect(out).toContain('of no team')
    expect(out).toContain('There are more than these 1: see --limit.')
    expect(out).not.toContain('team acme')
  })

  test.each([
    [['--limit', '0'], '--limit: 0 is no whole number from 1 to 99999'],
    [['forget'], 'Usage: npm run mails -- [--limit N]'],
    [['--teams'], 'Usage: npm run mails -- [--limit N]'],
  ])('refuses %j', async (args, sentence) => {
    const ended = await newPlace().run('mails', ...args)
    expect(ended.err).toContain(sentence)
    expect(ended).toMatchObject({ code: 2, out: '' })
  })
})
