import { createServer } from 'node:http'
import pg from 'pg'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

/**
 * Vitest's global setup: one cluster for a run of the tests, started when the first test asks for a
 * database, so that runs that need none don't pay for it.
 */
export async function setup(): Promise<() => Promise<void>> {
  let cluster: Promise<PostgresServer> | undefined
  let databases = 0
  const desk = createServer(async (_request, response) => {
    try {
      cluster ??= startPostgres()
      const { url } = await cluster
      const name = `test_${++databases}`
      await createDatabase(url('postgres'), name)
      response.end(url(name))
    } catch (error) {
      response.statusCode = 500
      response.end(error instanceof Error ? error.message : String(error))
    }
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  const address = desk.address()
  if (address !== null && typeof address === 'object') {
    process.env.TEST_POSTGRES_DESK = `http://127.0.0.1:${address.port}`
  }
  return async () => {
    desk.closeAllConnections()
    desk.close()
    await (await cluster?.catch(() => undefined))?.stop()
  }
}

async function createDatabase(admin: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
}
