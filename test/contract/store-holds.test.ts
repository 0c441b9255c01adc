import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import type { Run } from '#api/records.ts'
import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import { MARCH } from './store-records.ts'
import { onEveryStore } from './store-suite.ts'

function aRun(id: string, given: Partial<Run> = {}): Run {
  return {
    id,
    request: '{}',
    resource: 'flows',
    holder: '',
    estimate: 10,
    used: 0,
    held: 10,
    state: 'admitted',
    admittedAt: MARCH,
    expiresAt: MARCH + MINUTE,
    ...given,
  }
}

/** Around the ends of minutes, and within one. */
const INSTANTS = [0, 1, 29_999, 59_999, 60_000, 60_001, 90_000, 119_999, 120_000].map(
  (after) => MARCH + after,
)
const HOLDERS = ['', 'ann']

function heldOf(runs: Iterable<Run>, { holder, at }: { holder: string; at: Millis }): number {
  let sum = 0
  for (const run of runs) if (run.holder === holder && run.expiresAt > at) sum += run.held
  return sum
}

async function heldNow(team: TeamStore, at: Millis) {
  const held = await team.heldByHolder({ resource: 'flows', holders: HOLDERS, at })
  return HOLDERS.map((holder) => held.get(holder) ?? 0)
}

/** What becomes of one of some runs: it is admitted, holds something else, or ends. */
const step = fc.record({
  run: fc.integer({ min: 0, max: 5 }),
  held: fc.integer({ min: 0, max: 50 }),
})

onEveryStore('what runs hold', ({ team: aFreshTeam }) => {
  test('is each run’s until the millisecond in which it expires, whatever became of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }),
        async (all) => {
          const { team } = await aFreshTeam()
          const runs = new Map<string, Run>()
          for (const steps of all) {
            const added = new Map<string, Run>()
            const saved = new Map<string, Run>()
            for (const { run: n, held } of steps) {
              const id = `run-${n}`
              const where = { holder: HOLDERS[n % 2] ?? '', expiresAt: INSTANTS[n + 2] ?? MARCH }
              const isNew = !runs.has(id) || added.has(id)
              ;(isNew ? added : saved).set(id, aRun(id, { ...where, held }))
              runs.set(id, aRun(id, { ...where, held }))
            }
            await team.write(async (tx) => {
              await tx.addRuns([...added.values()])
              await tx.saveRuns([...saved.values()])
            })
          }
          for (const at of INSTANTS) {
            const should = HOLDERS.map((holder) => heldOf(runs.values(), { holder, at }))
            expect(await heldNow(team, at)).toEqual(should)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('is of a resource alone', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) => tx.addRuns([aRun('one'), aRun('other', { resource: 'assistant' })]))
    expect(await heldNow(team, MARCH)).toEqual([10, 0])
  })

  test('stays as it was where a run is added that is there already', async () => {
    const { team } = await aFreshTeam()
    await team.write((tx) => tx.addRuns([aRun('one')]))
    const again = team.write((tx) => tx.addRuns([aRun('two'), aRun('one', { held: 5 })]))
    await expect(again).rejects.toThrow()
    expect(await heldNow(team, MARCH)).toEqual([10, 0])
  })

  test('is free again once all of it ended, and can be held anew', async () => {
    const { team } = await aFreshTeam()
    const run = aRun('one', { expiresAt: MARCH + 5 * MINUTE })
    await team.write((tx) => tx.addRuns([run]))
    await team.write((tx) => tx.saveRuns([{ ...run, held: 4, used: 6 }]))
    expect(await heldNow(team, MARCH)).toEqual([4, 0])
    await team.write((tx) => tx.saveRuns([{ ...run, held: 0, state: 'settled' }]))
    expect(await heldNow(team, MARCH)).toEqual([0, 0])
    await team.write((tx) => tx.addRuns([{ ...run, id: 'two' }]))
    expect(await heldNow(team, MARCH)).toEqual([10, 0])
  })
})
