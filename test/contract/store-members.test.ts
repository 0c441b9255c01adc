import { expect, test } from 'vitest'
import type { AccountFacts, MemberPageQuery, TeamStore } from '#api/ports.ts'
import type { Member } from '#api/records.ts'
import { MEMBER_SORTS } from '#shared/contract/page.ts'
import { LIMIT_STATES, WORK_STATES, workFrom } from '#shared/credits/limit.ts'
import {
  aDecision,
  aMember,
  anAccount,
  CYCLE,
  FRESH,
  MARCH,
  plainAccount,
  withMembers,
} from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

const PAGE: MemberPageQuery = {
  cycle: { id: CYCLE, start: MARCH, end: Number.MAX_SAFE_INTEGER },
  resource: 'ai',
  holds: 'own',
  fresh: FRESH,
  switchDefault: { offered: true, on: false, team: undefined },
  sort: 'name',
  order: 'asc',
  limit: 200,
}

const FULL = { used: 400, left: 0, shareBps: 10_000, limit: 'reached', atLimit: true } as const

/** Members in every state, several with the same figures, and some who used nothing. */
const FACTS: Record<string, Partial<AccountFacts>> = {
  m01: { used: 10, left: 390, shareBps: 250 },
  m02: { used: 10, left: 390, shareBps: 250 },
  m03: { used: 300, left: 100, shareBps: 7_500, limit: 'warning' },
  m04: FULL,
  m05: FULL,
  m06: { ...FULL, used: 500, shareBps: 12_500, limit: 'exceeded', boughtLeft: 40 },
  m07: { ...FULL, used: 401, shareBps: 10_025, limit: 'exceeded' },
  m08: { ...FULL, boughtLeft: 1 },
  m09: { used: 0 },
}

const DECISIONS = [
  aDecision(2, { holder: 'm04', on: true }),
  aDecision(3, { holder: 'm08', on: false }),
  aDecision(6, { holder: 'm05', on: false }),
  aDecision(7, { holder: 'm07', on: true }),
  aDecision(8, { holder: 'm11', on: false }),
  aDecision(9, { holder: 'm12', on: true, resource: 'flows' }),
]

const COSTS: Record<string, number> = { m06: 14_000_000, m07: 35_000, m10: 35_000 }

async function fill(team: TeamStore): Promise<void> {
  const members = Array.from({ length: 14 }, (_, n) => aMember(`m${`${n + 1}`.padStart(2, '0')}`))
  await withMembers(team, [
    ...members.map((member, n) => ({ ...member, name: `Name ${(n * 5) % 14}` })),
    aMember('gone', { removedAt: MARCH }),
    aMember('left', { removedAt: MARCH + 1 }),
  ])
  await team.write(async (tx) => {
    await tx.saveAccounts([
      ...Object.entries(FACTS).map(([id, facts]) => anAccount(id, facts)),
      anAccount('gone', { used: 7 }),
      anAccount('', FULL),
      anAccount('m13', { ...FULL, cycle: '2026-02-01' }),
    ])
    await tx.addSwitches(DECISIONS)
    const total = { cycle: CYCLE, resource: 'ai', dimension: 'member', charges: 1 } as const
    await tx.addTotals([
      ...Object.entries(FACTS).map(([key, { used = 0 }]) => {
        return { ...total, key, credits: used, costMicros: COSTS[key] ?? 0 }
      }),
      { ...total, key: 'm10', credits: 5, costMicros: COSTS.m10 ?? 0 },
      { ...total, key: '', credits: 50, costMicros: 1 },
      { ...total, key: 'gone', credits: 50, costMicros: 1 },
    ])
  })
}

onEveryStore('pages of members', ({ team: aFreshTeam }) => {
  test('a row says all that is known of the member', async () => {
    const { team } = await aFreshTeam()
    await fill(team)
    const { rows, matching } = await wholeList(team, { ...PAGE, sort: 'used', order: 'desc' })
    expect(matching).toBe(15)
    expect(rows).toHaveLength(15)
    const [first] = rows
    expect(first && { ...first, account: first.account && plainAccount(first.account) }).toEqual({
      member: aMember('m06', { name: 'Name 11' }),
      account: plainAccount(anAccount('m06', FACTS.m06)),
      used: 500,
      costMicros: 14_000_000,
      sortValue: 500,
    })
    const decided = rows.find(({ member }) => member.id === 'm11')
    expect(decided).toMatchObject({ used: 0, costMicros: 0, decision: { on: false, seq: 8 } })
    expect(decided?.account).toBeUndefined()
    expect(rows.find(({ member }) => member.id === 'm12')?.decision).toBeUndefined()
  })

  test('who left before the cycle is not in it', async () => {
    const { team } = await aFreshTeam()
    await fill(team)
    const ids = (await team.memberPage(PAGE)).map(({ member }) => member.id)
    expect(ids).toContain('left')
    expect(ids).not.toContain('gone')
  })

  const sorted = MEMBER_SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).flatMap((order) =>
      (['own', 'shared'] as const).map((holds) => ({ sort, order, holds })),
    ),
  )
  test.each(sorted)('by $sort $order, $holds: pages of any size are the whole', async (given) => {
    const { team } = await aFreshTeam()
    await fill(team)
    const whole = await team.memberPage({ ...PAGE, ...given })
    expect(whole).toHaveLength(15)
    const sign = given.order === 'asc' ? 1 : -1
    const keys = whole.map(({ sortValue, member }) => ({ value: sortValue, id: member.id }))
    expect(keys).toEqual(keys.toSorted((a, b) => sign * compare(a, b)))
    for (const limit of [1, 2, 3, 7, 14, 15]) {
      expect(await pageThrough(team, { ...PAGE, ...given, limit })).toEqual(whole)
    }
  })

  test('what members used counts in a pool, not an account of their own', async () => {
    const { team } = await aFreshTeam()
    await fill(team)
    const query = { ...PAGE, holds: 'shared', sort: 'share', order: 'desc', limit: 2 } as const
    const rows = await team.memberPage(query)
    expect(rows).toMatchObject([
      { member: { id: 'm06' }, used: 500, sortValue: 500 },
      { member: { id: 'm07' }, used: 401, sortValue: 401 },
    ])
    expect(rows[0]?.account).toBeUndefined()
    const all = await team.memberPage({ ...query, limit: 200 })
    expect(all.find(({ member }) => member.id === 'm10')).toMatchObject({ used: 5, sortValue: 5 })
  })

  const defaults = [
    { name: 'not offered', offered: false, on: true, team: { on: true, seq: 1 } },
    { name: 'on by default', offered: true, on: true, team: undefined },
    { name: 'off by default', offered: true, on: false, team: undefined },
    { name: 'switched on for all', offered: true, on: false, team: { on: true, seq: 5 } },
    { name: 'switched off for all', offered: true, on: true, team: { on: false, seq: 5 } },
    { name: 'switched off at last', offered: true, on: true, team: { on: false, seq: 9 } },
  ]
  test.each(defaults)(
    'filters say what the rules say: $name',
    async ({ name, ...switchDefault }) => {
      const { team } = await aFreshTeam()
      await fill(team)
      const all = await team.memberPage({ ...PAGE, switchDefault })
      for (const sort of ['name', 'share', 'cost', 'left'] as const) {
        for (const workState of WORK_STATES) {
          const found = await wholeList(team, { ...PAGE, switchDefault, sort, workState })
          const expected = all.filter(
            ({ member }) => workOf(member.id, switchDefault) === workState,
          )
          expect(idsOf(found.rows).sort(), `${name} ${sort} ${workState}`).toEqual(
            idsOf(expected).sort(),
          )
          expect(found.matching).toBe(expected.length)
        }
      }
    },
  )

  test.each(LIMIT_STATES)('those whose limit is %s', async (limitState) => {
    const { team } = await aFreshTeam()
    await fill(team)
    const expected = idsOf(await team.memberPage(PAGE)).filter(
      (id) => factsOf(id).limit === limitState,
    )
    for (const sort of MEMBER_SORTS) {
      const found = await wholeList(team, { ...PAGE, sort, limitState })
      expect(idsOf(found.rows).sort()).toEqual(expected.toSorted())
      expect(found.matching).toBe(expected.length)
    }
  })

  test('the states of accounts are counted as the rules have them', async () => {
    const { team } = await aFreshTeam()
    await fill(team)
    for (const { name, ...switchDefault } of defaults) {
      const counted = await team.accountStates({ cycle: CYCLE, resource: 'ai', switchDefault })
      const holders = [...Object.keys(FACTS), 'gone']
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(holders.length)
      for (const workState of WORK_STATES) {
        const count = counted
          .filter((row) => workFrom({ resource: 'ai', ...row }) === workState)
          .reduce((sum, row) => sum + row.count, 0)
        const expected = holders.filter((id) => workOf(id, switchDefault) === workState)
        expect(count, `${name} ${workState}`).toBe(expected.length)
      }
    }
  })

  const searches = [
    ['muller', ['uml', 'plain']],
    ['MÜLLER', ['uml', 'plain']],
    ['100%', ['percent']],
    ['_', ['under']],
    ['\\', ['slash']],
    ["o'", ['irish']],
    ['%', ['percent']],
    ['ﬁ', ['office']],
    ['example.com', ['uml', 'plain', 'percent', 'under', 'slash', 'irish', 'office', 'tokyo']],
    ['UNDER@', ['under']],
    ['東京', ['tokyo']],
    ['zzz', []],
    ['\0', []],
  ] as const
  test.each(searches)('searching %j finds %j', async (search, expected) => {
    const { team } = await aFreshTeam()
    const names: Record<string, string> = {
      uml: 'Jürgen Müller',
      plain: 'MULLER',
      percent: '100% Cotton',
      under: 'snake_case',
      slash: 'back\\slash',
      irish: "O'Neill",
      office: 'Office',
      tokyo: '東京 太郎',
    }
    await withMembers(team, Object.entries(names).map(toMember))
    await team.write((tx) => tx.saveAccounts([anAccount('uml', { shareBps: 3 })]))
    for (const sort of MEMBER_SORTS) {
      const { rows, matching } = await wholeList(team, { ...PAGE, search, sort })
      expect(idsOf(rows).sort()).toEqual([...expected].sort())
      expect(matching).toBe(expected.length)
    }
  })

  test('names are sorted without case and accents, by code point', async () => {
    const { team } = await aFreshTeam()
    const names = ['b', 'Á', 'a-', '🙂', '\uff5e', 'Z', 'é', 'a', 'ß']
    await withMembers(
      team,
      names.map((name, n) => aMember(`n${n}`, { name })),
    )
    const rows = await team.memberPage(PAGE)
    const order = ['Á', 'a', 'a-', 'b', 'é', 'Z', '~', 'ß', '🙂']
    expect(rows.map(({ member }) => member.name.normalize('NFKC'))).toEqual(order)
  })
})

function toMember([id, name]: [string, string]): Member {
  return aMember(id, { name })
}

function idsOf(rows: readonly { member: Member }[]): string[] {
  return rows.map(({ member }) => member.id)
}

function factsOf(id: string): AccountFacts {
  return { ...FRESH, ...FACTS[id] }
}

function workOf(id: string, standard: MemberPageQuery['switchDefault']) {
  const own = DECISIONS.find(({ holder, resource }) => holder === id && resource === 'ai')
  const last = (own?.seq ?? 0) > (standard.team?.seq ?? 0) ? own : standard.team
  const on = standard.offered && (last?.on ?? standard.on)
  const { atLimit, boughtLeft } = factsOf(id)
  return workFrom({ resource: 'ai', atLimit, hasBoughtLeft: boughtLeft > 0, on })
}

type Key = { value: string | number; id: string }

function compare(a: Key, b: Key): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1
  return a.id < b.id ? -1 : 1
}

async function pageThrough(team: TeamStore, query: MemberPageQuery) {
  const rows = []
  let after: MemberPageQuery['after']
  for (;;) {
    const page = await team.memberPage({ ...query, after })
    rows.push(...page)
    const last = page.at(-1)
    if (!last) return rows
    after = { value: last.sortValue, id: last.member.id }
  }
}

async function wholeList(team: TeamStore, query: MemberPageQuery) {
  return { rows: await team.memberPage(query), matching: await team.countMatching(query) }
}
