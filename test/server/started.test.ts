import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { listen } from '#server/listen.ts'
import { OperatorError } from '#server/operator-error.ts'
import { startServer } from '#server/server.ts'
import { stopInReverse } from '#server/started.ts'
import { runToEnd } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

async function takenPort(): Promise<string> {
  const fetch = () => new Response()
  const { address, stop } = await listen({ fetch, host: '127.0.0.1', port: 0 })
  onTestFinished(stop)
  return new URL(address).port
}

it('is stopped in reverse, and what fails to stop keeps nothing else running', async () => {
  const stopped: string[] = []
  const part = (name: string, failure?: Error) => ({
    stop: async () => {
      stopped.push(name)
      if (failure) throw failure
    },
  })
  const started = [part('database'), part('jobs', new Error('jobs')), part('site')]
  await expect(stopInReverse(started)).rejects.toThrow('jobs')
  expect(stopped).toEqual(['site', 'jobs', 'database'])
})

it('a taken port for metrics is told by its variable, and nothing stays', async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const data = `${folder.path}/data`
  const [port, metrics] = [await takenPort(), await takenPort()]
  const config = (more: Record<string, string>) =>
    readConfig({
      HEADROOM_DATA: data,
      HEADROOM_EXAMPLE: 'off',
      HEADROOM_LOG: 'silent',
      HEADROOM_PORT: '0',
      ...more,
    })
  await expect(startServer(config({ HEADROOM_METRICS: metrics }), new Map())).rejects.toThrow(
    new OperatorError(
      `HEADROOM_METRICS: nothing can listen at 127.0.0.1:${metrics}, as the port is taken. Set it to another one.`,
    ),
  )
  await expect(startServer(config({ HEADROOM_PORT: port }), new Map())).rejects.toThrow(
    `Port ${port} is taken`,
  )
  // The folder was let go of.
  await (await openDatabase({ folder: data, role: 'server' })).close()
})

it('the process ends with 2 where metrics can’t be served', async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const ended = await runToEnd(
    ['src/server/start.ts', '--data', `${folder.path}/data`, '--port', '0', '--empty'],
    { HEADROOM_METRICS: await takenPort() },
  )
  expect(ended.code).toBe(2)
  expect(ended.stderr).toMatch(/^HEADROOM_METRICS: nothing can listen at .+\n$/)
})
