import { createServer } from 'node:http'
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
      const { create } = await cluster
      response.end(await create(`test_${++databases}`))
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
