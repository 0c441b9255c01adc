import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts'

/** A data folder of its own, a limit of requests that no browser comes near, and the real server over it for a file of tests. */
export function serverForTests(options: { args?: string[]; env?: Record<string, string> } = {}): {
  data: () => string
  address: () => string
} {
  let data = ''
  let server: ServerProcess | undefined
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'headroom-e2e-'))
    const catalog = join(data, 'catalog.json')
    writeFileSync(catalog, JSON.stringify({ ...DEFAULT_CATALOG, requestsPerMinute: 100_000 }))
    const env = { HEADROOM_CATALOG: catalog, ...options.env }
    server = await startServerProcess({ data: join(data, 'data'), ...options, env })
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(data, { recursive: true, force: true })
  })
  return {
    data: () => join(data, 'data'),
    address: () => {
      if (!server) throw new Error('the server is not started yet')
      return server.address
    },
  }
}
