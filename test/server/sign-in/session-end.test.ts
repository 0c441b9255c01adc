import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Engine } from '#server/database/engine.ts'
import { tidy } from '#server/jobs/tidying.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { ENGINES } from '#test/support/engines.ts'
import { type SignInHost, signInHost } from '#test/support/sign-in.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const MINUTE = 60_000

describe.each(ENGINES)('a session ($name)', ({ open }) => {
  let host: SignInHost
  let engine: Engine
  let cookie: string
  beforeEach(async (context) => {
    const opened = await open()
    if ('missing' in opened) return context.skip(`no PostgreSQL on this machine: ${opened.missing}`)
    engine = opened
    host = await signInHost({ engine })
    ;({ cookie } = await host.enter(ADA))
    return () => host.close()
  })

  const ask = () => host.fetch('/api/v1/sessions', { headers: { cookie } })
  const isIn = async () => (await ask()).status === 200
  const dateOf = (millis: number) =>
    engine.locksRows ? new Date(millis) : new Date(millis).toISOString()
  /** As if so much time had passed. */
  const moved = async (column: 'expiresAt' | 'updatedAt', millis: number) => {
    await sql`update person_sessions set ${sql.id(column)} = ${dateOf(Date.now() + millis)}`.execute(
      engine.ofNoTeam.db,
    )
  }
  const rows = async () => {
    const found = await sql<{ expiresAt: Date | string; updatedAt: Date | string }>`
      select "expiresAt", "updatedAt" from person_sessions`.execute(engine.ofNoTeam.db)
    return found.rows.map(({ expiresAt, updatedAt }) => ({
      expiresAt: new Date(expiresAt).getTime(),
      updatedAt: new Date(updatedAt).getTime(),
    }))
  }
  const near = (millis: number) => ({
    asymmetricMatch: (given: unknown) => Math.abs(Number(given) - millis) < MINUTE,
  })

  it('ends 30 days after signing in, and no use puts that off', async () => {
    expect(await rows()).toEqual([
      { expiresAt: near(Date.now() + 30 * DAY), updatedAt: near(Date.now()) },
    ])
    await moved('expiresAt', 2 * MINUTE)
    await moved('updatedAt', -6 * DAY)
    expect(await isIn()).toBe(true)
    expect(await rows()).toEqual([
      { expiresAt: near(Date.now() + 2 * MINUTE), updatedAt: near(Date.now()) },
    ])
    await moved('expiresAt', -1)
    expect((await ask()).status).toBe(401)
  })

  it('ends 7 days after it was used last', async () => {
    await moved('updatedAt', MINUTE - 7 * DAY)
    expect(await isIn()).toBe(true)
    await moved('updatedAt', -7 * DAY)
    expect(await isIn()).toBe(false)
    expect(await rows()).toEqual([])
  })

  it('that ended so is listed nowhere', async () => {
    await moved('updatedAt', -7 * DAY)
    ;({ cookie } = await signedInAgain())
    expect((await (await ask()).json()).sessions).toHaveLength(1)
  })

  it('is written down as used once an hour, not at each request', async () => {
    await moved('updatedAt', MINUTE - HOUR)
    await isIn()
    expect(await rows()).toMatchObject([{ updatedAt: near(Date.now() + MINUTE - HOUR) }])
    await moved('updatedAt', -HOUR)
    await isIn()
    expect(await rows()).toMatchObject([{ updatedAt: near(Date.now()) }])
  })

  it('that is over is taken away by itself, and so is a link that nobody used; by any number of servers', async () => {
    await host.fetch('/api/v1/sign-in/link', jsonInit('POST', { email: ADA.email }))
    const { cookie: idle } = await signedInAgain()
    await moved('updatedAt', -8 * DAY)
    ;({ cookie } = await signedInAgain())
    const tokens = async () =>
      (await sql`select id from person_tokens`.execute(engine.ofNoTeam.db)).rows.length
    const { store, signIn } = host
    const round = () => tidy({ store, signIn, now: Date.now, report: fail })
    const before = await tokens()
    expect(before).toBeGreaterThan(0)
    await Promise.all([round(), round(), round()])
    expect(await rows()).toHaveLength(1)
    expect(await tokens()).toBe(before)
    await sql`update person_tokens set "expiresAt" = ${dateOf(Date.now() - 1)}`.execute(
      engine.ofNoTeam.db,
    )
    expect(await signIn.tidy(1)).toBe(1)
    await Promise.all([round(), round()])
    expect(await tokens()).toBe(0)
    expect(await isIn()).toBe(true)
    cookie = idle
    expect(await isIn()).toBe(false)
    expect(await round()).toBe(0)
  })

  async function signedInAgain() {
    const origin = { address: undefined, browser: undefined }
    const entered = await host.signIn.people.enter({ email: ADA.email, origin })
    return { cookie: (entered?.cookies ?? []).map((line) => line.split(';')[0]).join('; ') }
  }
})

function fail(error: unknown): never {
  throw error
}
