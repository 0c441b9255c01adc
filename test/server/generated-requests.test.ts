import { describe, expect, it } from 'vitest'
import { fuzz } from '#test/fuzz/fuzz.ts'
import { migratedPostgres } from '#test/support/postgres.ts'

/** `npm run test:fuzz -- 20000` sends many more. */
const SOME = 1_200
const FEWER = 300

function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}

/** Another seed each time, which a failure names. */
describe('whatever is sent, each answer is as the API’s document says', () => {
  it('SQLite', async () => {
    const { seed, faults, statuses } = await fuzz({ count: SOME, seed: anySeed() })
    expect(faults, `seed ${seed}`).toEqual([])
    expect([...statuses.values()].reduce((sum, times) => sum + times, 0)).toBe(SOME)
    // Not all is refused at the door.
    expect(statuses.get(200)).toBeGreaterThan(SOME / 20)
  })

  it('PostgreSQL', async (context) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return context.skip(fresh.missing)
    const { seed, faults } = await fuzz({ count: FEWER, seed: anySeed(), databaseUrl: fresh.url })
    expect(faults, `seed ${seed}`).toEqual([])
  })

  it('past the limit of requests, too', async () => {
    const requestsPerMinute = 5
    const { seed, faults, statuses } = await fuzz({
      count: 400,
      seed: anySeed(),
      requestsPerMinute,
    })
    expect(faults, `seed ${seed}`).toEqual([])
    expect(statuses.get(429)).toBeGreaterThan(50)
  })
})
