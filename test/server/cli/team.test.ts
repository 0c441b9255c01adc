import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { addMember, addTeam } from '#server/cli/teams.ts'
import { readConfig } from '#server/config.ts'
import { OperatorError } from '#server/operator-error.ts'
import { startServer } from '#server/server.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { newPlace, placeWithTeam } from './commands.ts'

const ADD = [
  'add',
  'acme',
  '--name',
  'Acme Inc.',
  '--plan',
  'team',
  '--zone',
  'Asia/Kathmandu',
  '--anchor',
  '2024-01-31',
]
const MEMBER = ['add-member', 'acme', 'ada', '--name', 'Ada L.', '--email', 'ada@example.com']

const TEAM = { id: 'acme', name: 'Acme', plan: 'team', zone: 'UTC', anchor: '2024-01-31' }

describe('npm run team', () => {
  test('adds a team once, and lists it', async () => {
    const place = newPlace()
    expect(await place.run('team', 'list')).toEqual({
      code: 0,
      err: '',
      out: 'There are no teams yet. "npm run team -- add" makes one.\n',
    })
    expect(await place.run('team', ...ADD)).toEqual({
      code: 0,
      err: '',
      out: 'Team acme is there: Team plan, billed from 2024-01-31 in Asia/Kathmandu.\n',
    })
    expect(await place.run('team', ...ADD)).toEqual({
      code: 2,
      err: 'There is a team acme already.\n',
      out: '',
    })
    expect((await place.run('team', 'list')).out).toBe(
      [
        'ID    NAME       PLAN  ZONE            ANCHOR      EXAMPLE',
        'acme  Acme Inc.  team  Asia/Kathmandu  2024-01-31  no',
        '',
      ].join('\n'),
    )
    const { store, close } = await place.open()
    expect(await store.team('acme').profile()).toEqual({
      id: 'acme',
      name: 'Acme Inc.',
      plan: 'team',
      zone: 'Asia/Kathmandu',
      anchor: '2024-01-31',
      createdAt: expect.any(Number),
      example: false,
    })
    await close()
  })

  test('adds a member with the roles given', async () => {
    const place = await placeWithTeam()
    expect(await place.run('team', ...MEMBER, '--roles', 'admin, billing')).toEqual({
      code: 0,
      err: '',
      out: 'Ada L. (ada) is a member of Acme: admin, billing.\n',
    })
    const { store, close } = await place.open()
    expect(await store.team('acme').members(['ada'])).toEqual([
      {
        id: 'ada',
        name: 'Ada L.',
        email: 'ada@example.com',
        roles: ['admin', 'billing'],
        createdAt: expect.any(Number),
      },
    ])
    await close()
    expect(await place.run('team', ...MEMBER)).toMatchObject({
      code: 2,
      err: 'Acme has a member ada already.\n',
    })
  })

  test('adds no more members than the plan has seats', async () => {
    const place = await placeWithTeam({ plan: 'free' })
    expect(await place.run('team', ...MEMBER)).toMatchObject({ code: 0 })
    const second = MEMBER.map((arg) => (arg === 'ada' ? 'bob' : arg))
    expect(await place.run('team', ...second)).toMatchObject({
      code: 2,
      err: 'The Free plan has 1 seat, and it is taken.\n',
    })
  })

  test('makes a link that lets somebody in', async () => {
    const place = await placeWithTeam()
    const invite = ['invite', 'acme', 'ada@example.com', '--roles', 'admin,billing']
    const { code, out, err } = await place.run('team', ...invite)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^Give this link to ada@example\.com\. It joins Acme as admin, billing, once, within a week:\n {2}http:\/\/127\.0\.0\.1:4280\/invitation#token=acme\.[\w-]{43}\nhttp:\/\/127\.0\.0\.1:4280 is assumed\. If the server is elsewhere, make the link anew with HEADROOM_PUBLIC_URL set to its address\.\n$/,
    )
    const { store, close } = await place.open()
    const open = await store.team('acme').invitations()
    expect(open).toMatchObject([{ email: 'ada@example.com', actor: { kind: 'operator' } }])
    await close()
    for (const [wrong, words] of [
      [['invite', 'nobody', 'ada@example.com'], 'There is no team nobody.\n'],
      [['invite', 'acme', 'ada'], 'ADDRESS: is no e-mail address\n'],
      [[...invite, '--member', 'eve'], 'The team has no member eve.\n'],
    ] as const) {
      expect(await place.run('team', ...wrong)).toEqual({ code: 2, out: '', err: words })
    }
  })

  test('makes a link that leads to the server of the folder, wherever it listens', async () => {
    const place = await placeWithTeam()
    const config = readConfig({
      HEADROOM_PORT: '0',
      HEADROOM_DATA: join(place.folder, 'data'),
      HEADROOM_LOG: 'silent',
    })
    const running = await startServer(config, new Map())
    const invite = () => place.run('team', 'invite', 'acme', 'ada@example.com')
    const told = (await invite()).out
    await running.stop()
    const [, link] = told.trimEnd().split('\n')
    expect(link).toContain(`${running.address}/invitation#token=`)
    expect(told).not.toContain('assumed')
    // It starts again where it was.
    expect((await invite()).out).toContain(`${running.address}/invitation#token=`)
    writeFileSync(join(place.folder, 'data', 'address'), 'javascript:0')
    expect((await invite()).out).toContain('http://127.0.0.1:4280 is assumed')
  })

  test.each<[string, object, string]>([
    ['an id with spaces', { id: 'a b' }, 'ID: may hold letters, digits and . _ : @ / - only'],
    [
      'a plan that is none',
      { plan: 'gold' },
      'There is no plan "gold" in the catalog: it has free, solo, team, enterprise.',
    ],
    [
      'a zone that is none',
      { zone: 'Berlin' },
      '--zone: is no time zone: use a name such as Europe/Berlin or UTC',
    ],
    [
      'an anchor that is no date',
      { anchor: '2026-02-29' },
      '--anchor: must be a date such as 2026-01-31',
    ],
    ['an anchor far off', { anchor: '2206-01-01' }, '--anchor: must be in the years 1970 to 2100'],
    [
      'options left out',
      { name: undefined, anchor: undefined },
      '--name: is missing\n--anchor: is missing',
    ],
  ])('refuses a team with %s', async (_name, wrong, sentence) => {
    const ledger = { store: createMemoryStore(), catalog: DEFAULT_CATALOG }
    await expect(addTeam(ledger, { ...TEAM, ...wrong }, 0)).rejects.toThrow(
      new OperatorError(sentence),
    )
    expect(await ledger.store.teams()).toEqual([])
  })

  test.each<[string, object, string]>([
    ['an address that is none', { email: 'ada' }, '--email: is no e-mail address'],
    [
      'a role that is none',
      { roles: 'admin,owner' },
      '--roles: must be one or more of admin,billing,member',
    ],
    ['a team that is none', { team: 'nobody' }, 'There is no team nobody.'],
  ])('refuses a member with %s', async (_name, wrong, sentence) => {
    const ledger = { store: createMemoryStore(), catalog: DEFAULT_CATALOG }
    await addTeam(ledger, TEAM, 0)
    const ada = { team: 'acme', id: 'ada', name: 'Ada', email: 'ada@example.com' }
    await expect(addMember(ledger, { ...ada, ...wrong }, 0)).rejects.toThrow(
      new OperatorError(sentence),
    )
    expect(await ledger.store.team('acme').members(['ada'])).toEqual([])
  })

  test.each<[string, string[], string]>([
    ['a zone that is none', ADD.with(7, 'Berlin'), '--zone: is no time zone'],
    ['no command', [], 'Usage: npm run team -- COMMAND [options]'],
    ['too many names', ['list', 'acme'], 'Usage: npm run team -- COMMAND [options]'],
  ])('ends with a sentence on %s', async (_name, args, sentence) => {
    const ended = await newPlace().run('team', ...args)
    expect(ended.err).toContain(sentence)
    expect(ended.err).not.toMatch(/^\s+at /m)
    expect(ended).toMatchObject({ code: 2, out: '' })
  })
})
