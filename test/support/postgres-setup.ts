import { createServer } from 'node:http'
import { openPostgres } from '#server/database/postgres.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const TEMPLATE = 'migrated'
/** Files are copied as they are: what is written at once is not written to the log, too. */
const COPIED = 'strategy file_copy'

/**
 * Vitest's global setup: one cluster for a run of the tests, started when the first test asks for a
 * database, so that runs that need none don't pay for it.
 */
export async function setup(): Promise<() => Promise<void>> {
  let cluster: Promise<PostgresServer> | undefined
  let template: Promise<void> | undefined
  let databases = 0
  const desk = createServer(async ({ url }, response) => {
    try {
      cluster ??= startPostgres()
      const { create } = await cluster
      const isMigrated = url === `/${TEMPLATE}`
      if (isMigrated) template ??= makeTemplate(create)
      await template
      const from = isMigrated ? `template ${TEMPLATE} ${COPIED}` : COPIED
      response.end(await create(`test_${++databases}`, from))
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

/** Migrated once for all tests that are of something else. */
async function makeTemplate(create: PostgresServer['create']): Promise<void> {
  const engine = await openPostgres(await create(TEMPLATE, COPIED))
  await engine.close()
}
