import { expect, test } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import { type RollupDelta, TEAM_HOLDER } from '#api/records.ts'
import { NO_BUCKETS } from '#shared/credits/account.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { cycleAt, type Day, daysOf } from '#shared/credits/cycle.ts'
import { aCharge, aRollup, CYCLE, MARCH, MINUTES_15 } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

onEveryStore('daily use', ({ team: aFreshTeam }) => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
  ]
  test.each(zones)('each bucket is in one day, also where the clocks change: %s', async (zone) => {
    const { team } = await aFreshTeam()
    // Europe changes on 29 March, Lord Howe (by half an hour) on 5 April, St. John's on 8 March.
    const cycles = ['2026-03-10T12:00Z', '2026-04-10T12:00Z'].map((at) =>
      cycleAt({ anchor: '2026-03-01', zone }, Date.parse(at)),
    )
    const days = cycles.flatMap((cycle) => daysOf(cycle, zone))
    const rollups = [...aBucketEvery7(days)]
    await team.write((tx) => tx.addRollups(rollups))
    const use = await team.dailyUse({ holders: [TEAM_HOLDER], resources: ['flows'], days })
    expect(sorted(use)).toEqual(sorted(expectedUse(rollups, days)))
    const total = use.reduce((sum, { credits }) => sum + credits, 0)
    expect(total).toBe(rollups.reduce((sum, { credits }) => sum + credits, 0))
  })

  test('the edges of days are exact: a bucket at the end belongs to the next day', async () => {
    const { team } = await aFreshTeam()
    const days = [MARCH, MARCH + DAY].map((start) => ({ start, end: start + DAY }))
    const at = (bucket: number, credits: number) => aRollup({ bucket, credits })
    await team.write((tx) =>
      tx.addRollups([
        at(MARCH - MINUTES_15, 1),
        at(MARCH, 2),
        at(MARCH + DAY - MINUTES_15, 4),
        at(MARCH + DAY, 8),
        at(MARCH + 2 * DAY, 16),
      ]),
    )
    const use = await team.dailyUse({ holders: [TEAM_HOLDER], resources: ['flows'], days })
    expect(sorted(use).map(({ day, credits }) => [day, credits])).toEqual([
      [0, 6],
      [1, 8],
    ])
  })

  test('holders, resources and kinds stay apart, and what was not used is left out', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) =>
      tx.addRollups([
        aRollup({ credits: 1 }),
        aRollup({ credits: 2, kind: 'ai-request' }),
        aRollup({ credits: 0, kind: 'start' }),
        aRollup({ credits: 4, resource: 'ai' }),
        aRollup({ credits: 8, resource: 'ai', holder: 'ann' }),
        aRollup({ credits: 16, resource: 'ai', holder: 'bob' }),
        aRollup({ credits: 32, resource: 'assistant' }),
      ]),
    )
    const days = [{ start: MARCH, end: MARCH + DAY }]
    const ask = (holders: string[], resources: ('flows' | 'ai')[]) =>
      team.dailyUse({ holders, resources, days })
    expect(sorted(await ask(['', 'ann'], ['flows', 'ai']))).toEqual([
      { holder: '', resource: 'ai', day: 0, kind: 'connector', credits: 4 },
      { holder: '', resource: 'flows', day: 0, kind: 'ai-request', credits: 2 },
      { holder: '', resource: 'flows', day: 0, kind: 'connector', credits: 1 },
      { holder: 'ann', resource: 'ai', day: 0, kind: 'connector', credits: 8 },
    ])
    expect(await ask(['bob'], ['flows'])).toEqual([])
    expect(await ask([], ['flows'])).toEqual([])
    expect(await ask([''], [])).toEqual([])
    expect(await team.dailyUse({ holders: [''], resources: ['flows'], days: [] })).toEqual([])
  })

  test('the same bucket adds up, in one batch and over several', async () => {
    const { team } = await aFreshTeam()
    const rollup = aRollup({ bucket: MARCH + MINUTES_15, credits: 5 })
    await team.write((tx) => tx.addRollups([rollup, rollup, { ...rollup, bucket: MARCH }]))
    await team.write((tx) => tx.addRollups([rollup]))
    const days = [{ start: MARCH, end: MARCH + HOUR }]
    expect(await team.dailyUse({ holders: [''], resources: ['flows'], days })).toEqual([
      { holder: '', resource: 'flows', day: 0, kind: 'connector', credits: 20 },
    ])
  })
})

onEveryStore('totals', ({ team: aFreshTeam }) => {
  test('the largest come first, and the sum is over all', async () => {
    const { team } = await aFreshTeam()
    const of = { cycle: CYCLE, resource: 'flows', dimension: 'part' } as const
    const total = (key: string, credits: number, charges: number) => {
      return { ...of, key, credits, charges, costMicros: 0 }
    }
    await team.write((tx) =>
      tx.addTotals([
        total('b', 5, 1),
        total('a', 5, 1),
        total('c', 5, 2),
        total('', 9, 1),
        total('d', 0, 3),
        { ...total('a', 100, 1), dimension: 'kind' },
        { ...total('a', 100, 1), cycle: '2026-02-01' },
        { ...total('a', 100, 1), resource: 'ai' },
      ]),
    )
    await team.write((tx) => tx.addTotals([{ ...total('d', 6, 1), costMicros: 7 }]))
    const keys = ['', 'd', 'c', 'a', 'b']
    const found = await team.totals({ ...of, limit: 9 })
    expect(found.rows.map(({ key }) => key)).toEqual(keys)
    expect(found.rows[1]).toEqual({ key: 'd', credits: 6, charges: 4, costMicros: 7 })
    expect(found.all).toEqual({ rows: 5, credits: 30, charges: 9 })
    const two = await team.totals({ ...of, limit: 2 })
    expect(two).toEqual({ rows: found.rows.slice(0, 2), all: found.all })
    expect(await team.totals({ ...of, cycle: 'none', limit: 2 })).toEqual({
      rows: [],
      all: { rows: 0, credits: 0, charges: 0 },
    })
  })
})

onEveryStore('charges', ({ team: aFreshTeam }) => {
  const MARCH_2026 = { resource: 'flows', from: MARCH, to: MARCH + 31 * DAY } as const

  test('a charge comes back as it was added', async () => {
    const { team } = await aFreshTeam()
    const full = aCharge(1, {
      event: '{"text":"快 \\u0000 \\ud83d \'\\"% 🙂"}',
      late: true,
      member: 'ann',
      part: 'flow-1',
      rating: {
        kind: 'claude',
        label: 'Claude',
        model: 'Sonnet',
        cardId: 'assistant-2026',
        cardDate: '2026-03-01',
        unit: 'tokens',
        tokensPerUnit: 1_000,
        quantity: 4,
        creditsPerUnit: 3,
        credits: 12,
        ownKey: false,
      },
      split: { included: 1, bonus: 2, payAsYouGo: 3, uncovered: 6 },
      blocksBought: 1,
      costMicros: 10_000_000,
    })
    const plain = aCharge(2)
    await team.write((tx) => tx.addCharges([full, plain]))
    const { rows } = await team.chargePage({ ...MARCH_2026, limit: 10 })
    expect(rows).toEqual([plain, full])
  })

  test('filters take what matches, and pages of any size are the whole', async () => {
    const { team } = await aFreshTeam()
    await addMixed(team)
    const filters = [
      {},
      { kind: 'connector' },
      { member: 'ann' },
      { part: 'f1' },
      { kind: 'connector', member: 'ann', part: 'f2' },
      { kind: 'none' },
      { from: MARCH + HOUR, to: MARCH + 2 * HOUR },
      { from: MARCH + HOUR, to: MARCH + 2 * HOUR, kind: 'connector' },
      { from: MARCH + 1, to: MARCH + 5 * HOUR - 1 },
    ]
    for (const filter of filters) {
      const query = { ...MARCH_2026, ...filter }
      const whole = await team.chargePage({ ...query, limit: 200 })
      const expected = MIXED.filter(
        (charge) =>
          charge.bookedAt >= query.from &&
          charge.bookedAt < query.to &&
          Object.entries(filter).every(
            ([key, value]) => key === 'from' || key === 'to' || Reflect.get(charge, key) === value,
          ),
      ).toSorted((a, b) => b.bookedAt - a.bookedAt || b.charge - a.charge)
      expect(whole.rows, JSON.stringify(filter)).toEqual(expected)
      expect(whole.matching, JSON.stringify(filter)).toEqual({
        charges: expected.length,
        credits: expected.reduce((sum, { rating }) => sum + rating.credits, 0),
      })
      expect(await pageThrough(team, { ...query, limit: 3 })).toEqual(whole.rows)
    }
  })

  test('purchases are the charges that bought blocks, oldest first', async () => {
    const { team } = await aFreshTeam()
    const bought = { blocksBought: 2, split: { ...NO_BUCKETS, payAsYouGo: 3 } }
    await team.write((tx) =>
      tx.addCharges([
        aCharge(1, bought),
        aCharge(2),
        aCharge(3, { ...bought, bookedAt: MARCH }),
        aCharge(4, { ...bought, bookedAt: MARCH }),
        aCharge(5, { ...bought, bookedAt: MARCH + 31 * DAY }),
        aCharge(6, { ...bought, resource: 'ai' }),
      ]),
    )
    const numbers = async (limit: number) =>
      (await team.purchases({ ...MARCH_2026, limit })).map(({ charge }) => charge)
    expect(await numbers(9)).toEqual([3, 4, 1])
    expect(await numbers(2)).toEqual([3, 4])
  })

  test('the first booking is the earliest of all resources', async () => {
    const { team } = await aFreshTeam()
    expect(await team.firstBooking()).toBeUndefined()
    await team.write((tx) =>
      tx.addCharges([aCharge(1), aCharge(2, { resource: 'assistant', bookedAt: MARCH - 5 })]),
    )
    expect(await team.firstBooking()).toBe(MARCH - 5)
  })
})

const MIXED = Array.from({ length: 40 }, (_, n) =>
  aCharge(n + 1, {
    kind: n % 3 === 0 ? 'connector' : 'ai-request',
    bookedAt: MARCH + Math.floor(n / 2) * 20 * 60_000,
    ...(n % 4 === 0 ? {} : { member: n % 2 === 0 ? 'ann' : 'bob' }),
    ...(n % 5 === 0 ? {} : { part: `f${n % 3}` }),
  }),
)

/** With their rollups, as the ledger writes them. */
async function addMixed(team: TeamStore): Promise<void> {
  await team.write(async (tx) => {
    await tx.addCharges([...MIXED, aCharge(99, { resource: 'ai' })])
    await tx.addRollups(
      MIXED.map(({ bookedAt, kind, rating }) =>
        aRollup({
          bucket: Math.floor(bookedAt / MINUTES_15) * MINUTES_15,
          kind,
          credits: rating.credits,
        }),
      ),
    )
  })
}

async function pageThrough(team: TeamStore, query: Parameters<TeamStore['chargePage']>[0]) {
  const rows = []
  let after: { bookedAt: number; charge: number } | undefined
  for (;;) {
    const page = await team.chargePage({ ...query, after })
    rows.push(...page.rows)
    after = page.rows.at(-1)
    if (!after) return rows
  }
}

function* aBucketEvery7(days: readonly Day[]): Generator<RollupDelta> {
  let credits = 0
  let bucket = days[0]?.start ?? 0
  for (const { start: day, end } of days) {
    for (; bucket < end; bucket += 7 * MINUTES_15) {
      yield aRollup({ bucket, day, kind: `kind-${++credits % 3}`, credits })
    }
  }
}

type Use = { resource: string; holder: string; day: number; kind: string; credits: number }

function expectedUse(
  rollups: readonly RollupDelta[],
  days: readonly { start: number; end: number }[],
): Use[] {
  const use = new Map<string, Use>()
  for (const { holder, resource, bucket, kind, credits } of rollups) {
    const day = days.findIndex(({ start, end }) => bucket >= start && bucket < end)
    const before = use.get(`${day} ${kind}`)?.credits ?? 0
    use.set(`${day} ${kind}`, { holder, resource, day, kind, credits: before + credits })
  }
  return [...use.values()]
}

function sorted<T extends Use>(use: readonly T[]): T[] {
  const key = (row: Use) => JSON.stringify([row.holder, row.resource, 1_000 + row.day, row.kind])
  return use.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
