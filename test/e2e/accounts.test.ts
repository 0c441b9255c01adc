import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connectionReplySchema, connectionsReplySchema } from '#shared/contract/connection.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { json, startProvider } from '#test/support/provider.ts'
import { startServerProcess } from '#test/support/server-process.ts'

const KEY = 'PMAK-planted-0123456789abcdef-9876'
const SECRET = 'planted: a secret of the operator, long enough'

test('a real server reads an account, and neither key nor secret is in its logs or files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-accounts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const provider = await startProvider((response, { headers }) => {
    if (headers['x-api-key'] !== KEY) return response.writeHead(401).end(JSON.stringify(headers))
    json(response, { user: {}, operations: [{ name: 'flow_requests', limit: 100, usage: 7 }] })
  })
  onTestFinished(provider.close)
  const data = join(folder, 'data')
  const env = {
    HEADROOM_SECRET: SECRET,
    HEADROOM_POSTMAN_URL: provider.url,
    HEADROOM_LOG: 'debug',
  }
  const server = await startServerProcess({ data, env })
  const session = await fetch(`${server.address}/api/v1/session`)
  const team: string = (await session.json()).team.id
  const address = `${server.address}/api/v1/teams/${team}/connections`
  const ask = (method: string, path = '', body?: unknown) => {
    const init = body === undefined ? { method } : jsonInit(method, body)
    return fetch(`${address}${path}`, init)
  }

  const wrong = await ask('POST', '', { provider: 'postman', key: `${KEY}-wrong` })
  expect(wrong.status).toBe(409)
  const broken = await fetch(address, {
    ...jsonInit('POST', {}),
    body: `{"provider":"postman","key":"${KEY}`,
  })
  expect(broken.status).toBe(400)
  const made = await ask('POST', '', { provider: 'postman', key: KEY })
  const { connection } = connectionReplySchema.parse(await made.json())
  expect(connection).toMatchObject({ keyEnd: '9876', by: expect.any(String) })
  const soon = await ask('POST', `/${connection.id}/readings`, {})
  expect([soon.status, soon.headers.get('retry-after')]).toEqual([429, expect.any(String)])
  const listed = connectionsReplySchema.parse(await (await ask('GET')).json())
  expect(listed).toMatchObject({ canConnect: true, connections: [{ id: connection.id }] })

  const ended = await server.stop()
  expect(ended.code).toBe(0)
  const files = readdirSync(data).map((name) => readFileSync(join(data, name), 'latin1'))
  const everything = [ended.stdout, ended.stderr, JSON.stringify(listed), ...files].join('\n')
  expect(everything).not.toContain('planted')
  expect(everything).toContain(connection.id)
})
