import { expect, test } from 'vitest'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { closeAll, type NotBefore, startClosing } from '#server/jobs/close-cycles.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { GRACE } from '#shared/credits/booking.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { addAcme } from '#test/support/team.ts'

const NOVEMBER_ENDS = Date.parse('2026-11-29T18:15:00Z')

function jobOver(store: ReturnType<typeof createMemoryStore>, now: number) {
  const failures: { team: string; error: unknown }[] = []
  const report = (failure: { team: string; error: unknown }) => failures.push(failure)
  return { options: { store, catalog: DEFAULT_CATALOG, now: () => now, report }, failures }
}

test('the job closes the cycles of teams that nobody uses, at once when it starts', async () => {
  const store = createMemoryStore()
  await addAcme(store)
  await addAcme(store, { id: 'other', zone: 'America/New_York' })
  const { options, failures } = jobOver(store, NOVEMBER_ENDS + GRACE)
  const job = startClosing(options)
  const closed = async (team: string) => (await store.team(team).lastClosing())?.cycle
  await expect.poll(() => closed('acme')).toBe('2026-10-31')
  // Their November ends some hours later.
  await expect.poll(() => closed('other')).toBe('2026-09-30')
  await job.stop()
  expect(failures).toEqual([])
})

test('a team is asked again when its next cycle becomes final, and not before', async () => {
  const memory = createMemoryStore()
  await addAcme(memory)
  let asked = 0
  const store: Store = {
    ...memory,
    team: (id) => {
      asked++
      return memory.team(id)
    },
  }
  const notBefore: NotBefore = new Map()
  const closedAt = async (now: number) => {
    await closeAll({ ...jobOver(memory, now).options, store, notBefore })
    return { asked, cycle: (await memory.team('acme').lastClosing())?.cycle }
  }
  const due = NOVEMBER_ENDS + GRACE
  expect(await closedAt(due - 30 * DAY)).toEqual({ asked: 1, cycle: '2026-09-30' })
  expect(await closedAt(due - 1)).toEqual({ asked: 1, cycle: '2026-09-30' })
  expect(await closedAt(due)).toEqual({ asked: 2, cycle: '2026-10-31' })
  expect(await closedAt(due + 1)).toEqual({ asked: 2, cycle: '2026-10-31' })
})

test('a team that fails hinders no other, and is reported', async () => {
  const store = createMemoryStore()
  await addAcme(store, { id: 'broken', plan: 'gone' })
  await addAcme(store, { id: 'whole' })
  const { options, failures } = jobOver(store, NOVEMBER_ENDS + GRACE)
  await closeAll(options)
  expect(await store.team('whole').lastClosing()).toMatchObject({ end: NOVEMBER_ENDS })
  expect(failures).toMatchObject([{ team: 'broken' }])
})

test('a database that can’t be reached is reported, and the server goes on', async () => {
  const unreachable = new Error('unreachable')
  const { options, failures } = jobOver(createMemoryStore(), NOVEMBER_ENDS)
  const store = { ...options.store, teams: () => Promise.reject(unreachable) }
  await closeAll({ ...options, store })
  expect(failures).toEqual([{ team: '', error: unreachable }])
})
