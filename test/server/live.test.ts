import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { createChanges } from '#api/live/changes.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { type SharedChanges, shareChanges } from '#server/live/shared-changes.ts'
import { startServer } from '#server/server.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { migratedPostgres } from '#test/support/postgres.ts'
import { addAcme } from '#test/support/team.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** As another server of the database would have it, and the teams that its pages are told of. */
async function server(url: string) {
  const pool = new pg.Pool({ connectionString: url })
  const failures: unknown[] = []
  const report = (error: unknown) => void failures.push(error)
  const changes: SharedChanges = await shareChanges(createChanges(), { url, pool, report })
  cleanups.push(() => pool.end(), changes.stop)
  const told: string[] = []
  for (const team of ['acme', 'beta', 'o"dd\\team']) {
    changes.follow(team, { changed: () => told.push(team), closed: () => undefined })
  }
  return { changes, told, pool, failures }
}

describe('what is committed by one server of several', () => {
  it('is told to the pages of each, once, team by team', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const [a, b] = [await server(fresh.url), await server(fresh.url)]
    a.changes.publish('acme')
    a.changes.publish('o"dd\\team')
    await expect.poll(() => b.told.toSorted()).toEqual(['acme', 'o"dd\\team'])
    b.changes.publish('beta')
    await expect.poll(() => a.told.toSorted()).toEqual(['acme', 'beta', 'o"dd\\team'])
    expect([a.failures, b.failures]).toEqual([[], []])
  })

  it('is told again after the connection was lost', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const [a, b] = [await server(fresh.url), await server(fresh.url)]
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'headroom-listener' and datname = current_database()`
    await a.pool.query(end)
    await expect.poll(() => b.failures.length, { timeout: 20_000 }).toBeGreaterThan(0)
    const again = async () => {
      a.changes.publish('acme')
      return b.told.length
    }
    await expect.poll(again, { timeout: 30_000 }).toBeGreaterThan(0)
  })

  it('reaches an open page on another server', async ({ skip }) => {
    const fresh = await migratedPostgres()
    if ('missing' in fresh) return skip(fresh.missing)
    const database = await openDatabase({ url: fresh.url, folder: '', role: 'server' })
    await addAcme(database.store)
    await database.close()
    const config = readConfig({
      HEADROOM_PORT: '0',
      DATABASE_URL: fresh.url,
      HEADROOM_VIEW_AS: 'on',
      HEADROOM_LOG: 'silent',
    })
    const [one, other] = [
      await startServer(config, new Map()),
      await startServer(config, new Map()),
    ]
    cleanups.push(one.stop, other.stop)
    const stream = await fetch(`${one.address}/api/v1/teams/acme/events-stream`)
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    const time = new Date().toISOString()
    const event = flowsEvent({ id: 'e1', time }, { item: 'connector' })
    const sent = await fetch(`${other.address}/api/v1/events`, jsonInit('POST', event))
    expect(await sent.json()).toMatchObject({ accepted: 1 })
    let told = ''
    while (!told.includes('event: changed')) told += (await reader?.read())?.value ?? ''
    await reader?.cancel()
  })
})
