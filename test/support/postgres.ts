/**
 * The URL of a fresh, empty database, or why this machine can run no PostgreSQL. In CI there is no
 * why: the tests that need one fail.
 */
export async function freshPostgres(): Promise<{ url: string } | { missing: string }> {
  const desk = process.env.TEST_POSTGRES_DESK
  if (!desk) throw new Error('test/support/postgres-setup.ts is not set up')
  const response = await fetch(desk)
  const text = await response.text()
  if (response.ok) return { url: text }
  if (process.env.CI === 'true') throw new Error(`PostgreSQL did not start: ${text}`)
  return { missing: text }
}
