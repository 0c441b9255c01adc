import pg from 'pg'
import { expect, it } from 'vitest'
import { concernsOfConnections, connectionsNeeded } from '#server/database/connections-needed.ts'
import { freshPostgres } from '#test/support/postgres.ts'

it('each process needs one more than it works with', () => {
  expect(connectionsNeeded({ workers: 4, connections: 10 })).toBe(44)
})

it('more than PostgreSQL gives is told at the start', async ({ skip }) => {
  const fresh = await freshPostgres()
  if ('missing' in fresh) return skip(fresh.missing)
  const pool = new pg.Pool({ connectionString: fresh.url })
  // Of 100, three are kept for superusers.
  const fits = await concernsOfConnections(pool, { workers: 8, connections: 10 })
  const doesNot = await concernsOfConnections(pool, { workers: 9, connections: 10 })
  await pool.end()
  expect(fits).toEqual([])
  expect(doesNot).toEqual([
    expect.stringContaining('may want 99 connections (9 × (10 + 1)), and PostgreSQL gives 97'),
  ])
})
