import { describe, expect, test } from 'vitest'
import { ingestInto } from '#api/ledger/ingest.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { newPlace, type Place, placeWithTeam } from './commands.ts'

const call = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'gateway',
  type: 'headroom.api.calls',
  time: '2026-02-01T12:00:00Z',
  team: 'acme',
  data: { count: 1 },
  ...more,
})

async function refuse(place: Place, events: object[], at = Date.now()): Promise<void> {
  const { store, close } = await place.open()
  await ingestInto({ store, catalog: DEFAULT_CATALOG, now: () => at })(events)
  await close()
}

async function waiting(place: Place) {
  const { store, close } = await place.open()
  const rows = await store.rejections({ limit: 1_000 })
  await close()
  return rows.map(({ team, reason, times, event }) => ({ team, reason, times, event }))
}

describe('npm run rejected', () => {
  test('lists what was refused and why, safely for a terminal', async () => {
    const place = await placeWithTeam()
    expect((await place.run('rejected', 'list')).out).toBe(
      'No event is waiting: none was refused.\n',
    )
    const event = call('e-1\u009b2J', { subject: 'nobody' })
    const at = Date.parse('2026-02-02T00:00:00Z')
    await refuse(place, [event], at)
    await refuse(place, [event], at + 1_000)
    expect(await place.run('rejected', 'list')).toEqual({
      code: 0,
      err: '',
      out: [
        'invalid at $.id: may hold no control characters',
        '  team acme, refused 2 times, last at 2026-02-02T00:00:01.000Z',
        `  ${JSON.stringify(event).replace('\u009b', '\\u009b')}`,
        '',
      ].join('\n'),
    })
  })

  test('cuts what is long, and says so', async () => {
    const place = await placeWithTeam()
    const event = call('e-1', {
      subject: 'nobody',
      note: `${'x'.repeat(380)}${'💥'.repeat(50_000)}`,
    })
    await refuse(place, [event, call('e-2', { team: 't'.repeat(90_000) })])
    const { out } = await place.run('rejected', 'list')
    expect(out.length).toBeLessThan(4_000)
    expect(out).toContain(`cut: it has ${JSON.stringify(event).length} characters)`)
    expect(out).not.toContain('\ufffd')
  })

  test('lists no more than the limit, and says so', async () => {
    const place = await placeWithTeam()
    await refuse(
      place,
      ['a', 'b', 'c'].map((id) => call(id, { subject: 'nobody' })),
    )
    const { out } = await place.run('rejected', 'list', '--limit', '2')
    expect(out.match(/unknown-member at/g)).toHaveLength(2)
    expect(out).toContain('There are more than these 2: see --limit.')
  })

  test('replays them: what is taken or there already goes, the rest stays', async () => {
    const place = await placeWithTeam()
    const ofAda = call('e-1', { subject: 'ada' })
    const ofBob = call('e-2', { subject: 'bob' })
    const ofOther = call('e-3', { team: 'other' })
    const ofThird = call('e-4', { team: 'third' })
    await refuse(place, [ofAda, ofBob, ofOther, ofThird, { ...ofOther, subject: 'eve' }])
    expect(await place.run('rejected', 'replay')).toEqual({
      code: 1,
      err: '',
      out: '5 sent again: 0 accepted, 0 duplicate, 0 conflict, 5 rejected. 5 stay.\n',
    })

    const add = ['--name', 'N', '--plan', 'team', '--zone', 'UTC', '--anchor', '2026-01-01']
    await place.run('team', 'add', 'other', ...add)
    await place.run(
      'team',
      'add-member',
      'acme',
      'ada',
      '--name',
      'Ada',
      '--email',
      'a@example.com',
    )
    expect(await place.run('rejected', 'replay', '--team', 'acme')).toMatchObject({
      code: 1,
      out: '2 sent again: 1 accepted, 0 duplicate, 0 conflict, 1 rejected. 1 stay.\n',
    })
    expect(await place.run('rejected', 'replay')).toMatchObject({
      code: 1,
      out: '4 sent again: 1 accepted, 0 duplicate, 0 conflict, 3 rejected. 3 stay.\n',
    })
    const rows = await waiting(place)
    expect(rows).toHaveLength(3)
    expect(rows).toEqual(
      expect.arrayContaining([
        { team: '', reason: 'unknown-team', times: 3, event: JSON.stringify(ofThird) },
        { team: 'acme', reason: 'unknown-member', times: 4, event: JSON.stringify(ofBob) },
        {
          team: 'other',
          reason: 'unknown-member',
          times: 1,
          event: JSON.stringify({ ...ofOther, subject: 'eve' }),
        },
      ]),
    )
    const { store, close } = await place.open()
    const span = { from: 0, to: Date.now(), resource: 'api-calls', limit: 1 } as const
    expect((await store.team('acme').chargePage(span)).matching).toEqual({ charges: 1, credits: 1 })
    expect((await store.team('other').chargePage(span)).matching).toEqual({
      charges: 1,
      credits: 1,
    })
    await close()
  })

  test('sends nothing again that a key might not send', async () => {
    const place = await placeWithTeam()
    const { store, close } = await place.open()
    const sender = {
      isFor: (team: string) => team === 'acme',
      sends: (source: string) => source === 'gateway',
    }
    const ingest = ingestInto({ store, catalog: DEFAULT_CATALOG, now: Date.now })
    await ingest([call('e-1', { team: 'other' }), call('e-2', { source: 'foreign' })], sender)
    await close()
    const add = ['--name', 'N', '--plan', 'team', '--zone', 'UTC', '--anchor', '2026-01-01']
    await place.run('team', 'add', 'other', ...add)
    expect(await place.run('rejected', 'replay')).toMatchObject({
      out: 'No event is waiting: nothing was sent.\n',
    })
    const { out } = await place.run('rejected', 'list')
    expect(out).toContain('foreign-team at $.team: the key is not for the team other')
    expect(out).toContain('foreign-source at $.source: the key may not send events of the source')
  })

  test.each([
    [['list', '--limit', '0'], '--limit: 0 is no whole number from 1 to 99999'],
    [['list', '--limit', '1.5'], '--limit: 1.5 is no whole number from 1 to 99999'],
    [['forget'], 'Usage: npm run rejected -- COMMAND [options]'],
    [[], 'Usage: npm run rejected -- COMMAND [options]'],
  ])('refuses %j', async (args, sentence) => {
    const ended = await newPlace().run('rejected', ...args)
    expect(ended.err).toContain(sentence)
    expect(ended).toMatchObject({ code: 2, out: '' })
  })

  test('has nothing to replay where nothing was refused', async () => {
    const place = await placeWithTeam()
    expect(await place.run('rejected', 'replay')).toEqual({
      code: 0,
      err: '',
      out: 'No event is waiting: nothing was sent.\n',
    })
  })
})
