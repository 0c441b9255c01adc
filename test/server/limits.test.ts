import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openPostgres } from '#server/database/postgres.ts'
import { createLimits } from '#server/limits/limits.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { migratedPostgres } from '#test/support/postgres.ts'

const ADA = { of: 'requests', key: 'person:ada' } as const
const fail = (error: unknown) => {
  throw error
}
const limits = rateLimits({ requestsPerMinute: 3 })

describe('limits on PostgreSQL', () => {
  it('begin anew when their window is over', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const engine = await openPostgres(fresh.url)
    const { take } = createLimits({ limits, pool: engine.pool, report: fail })
    for (let n = 0; n < 4; n++) await take(ADA)
    expect(await take(ADA)).toMatchObject({ allowed: false, remaining: 0 })
    await sql`update rate_limits set expire = expire - 60000`.execute(engine.ofNoTeam.db)
    expect(await take(ADA)).toMatchObject({ allowed: true, remaining: 2 })
    await engine.close()
  })

  it('that is gone: each server counts by itself, and says so', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const engine = await openPostgres(fresh.url)
    const failures: unknown[] = []
    const report = (error: unknown) => void failures.push(error)
    const { take } = createLimits({ limits, pool: engine.pool, report })
    await take(ADA)
    await engine.close()
    const taken = await Promise.all(Array.from({ length: 5 }, () => take(ADA)))
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(3)
    expect(failures).toHaveLength(5)
  })
})
