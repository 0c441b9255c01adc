import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sessionReplySchema, usageReplySchema } from '#shared/contract/usage.ts'
import { browserForTests } from '#test/support/browser.ts'
import { runToEnd, type ServerProcess, startServerProcess } from '#test/support/server-process.ts'
import { makeAcme } from './support/acme.ts'
import { settled } from './support/checks.ts'
import { visitsOf } from './support/visits.ts'

const START = 'src/server/start.ts'

let folder = ''
let data = ''
const running: ServerProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-process-'))
  data = join(folder, 'data')
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const server = await startServerProcess({ data, args, env })
  running.push(server)
  return server
}

describe('starting and stopping', () => {
  it('a second start shows the same data; Ctrl-C loses nothing', async () => {
    const first = await start()
    expect(first.stdout()).toContain('This is example data.')
    const before = await figuresOf(first.address)
    const ended = await first.stop('SIGINT')
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' })
    expect(ended.stdout).toContain('Nothing is lost')

    const second = await start()
    expect(await figuresOf(second.address)).toEqual(before)
    expect((await second.stop('SIGTERM')).code).toBe(0)
  })

  it('beside a team of one’s own, the example is no longer shown to whoever comes', async () => {
    const first = await start()
    await makeAcme(data)
    await first.stop()
    const second = await start()
    expect(second.stdout()).toContain('/set-up#token=')
    expect(await (await fetch(`${second.address}/api/v1/session`)).json()).toMatchObject({
      kind: 'signed-out',
    })
  })

  it('a second server on the same folder is told so', async () => {
    await start(['--empty'])
    const refused = await runToEnd([START, '--data', data, '--port', '0', '--empty'])
    expectSentence(refused)
    expect(refused.stderr).toContain(data)
  })

  it('a taken port is told with another to try', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const refused = await runToEnd([START, '--data', data, '--port', port, '--empty'])
    await new Promise((resolve) => taken.close(resolve))
    expectSentence(refused)
    expect(refused.stderr).toContain(`Port ${port} is taken`)
    // The folder was let go of again.
    await start(['--empty'])
  })

  it('an unknown option is told with what there is', async () => {
    const refused = await runToEnd([START, '--prot', '80'])
    expectSentence(refused)
    expect(refused.stderr).toContain('--port N')
  })
})

describe('in the browser', () => {
  const browser = browserForTests()
  const visit = visitsOf(browser, () => running.at(-1)?.address ?? '')

  it('a page outlives its server: it says what is the matter, and goes on where it was', async () => {
    const first = await start()
    const page = await visit('/flows', { as: 'billing', expects: /ERR_CONNECTION|Failed to load/ })
    await settled(page)
    await first.stop('SIGINT')

    const control = page.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' })
    await control.click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('The server can’t be reached').waitFor()
    expect(await dialog.getByRole('button', { name: 'Turn off' }).isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('navigation').getByRole('link', { name: 'Assistant' }).click()
    const failed = page.getByRole('alert').first()
    await failed.getByText('The server can’t be reached').waitFor()

    running.push(await startServerProcess({ data, port: new URL(first.address).port }))
    await failed.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('meter', { name: 'Assistant credits used' }).waitFor()
  })

  it('a server with data of one’s own asks who is there; the page says how to begin', async () => {
    const { stdout } = await start(['--empty'])
    expect(stdout()).toContain('/set-up#token=')
    const page = await visit('/')
    await page.getByText('This server is not set up yet.').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('without sign-in, asked for by name, the page says how to add a team', async () => {
    await start(['--empty'], { HEADROOM_VIEW_AS: 'on' })
    const page = await visit('/')
    await page.getByText('There is no team yet').waitFor()
    await page.getByText('npm run team -- add').waitFor()
  })
})

/** Exit code 2 and a sentence: no stack trace, nothing on the other stream. */
function expectSentence(ended: { code: number | null; stdout: string; stderr: string }): void {
  expect(ended.code).toBe(2)
  expect(ended.stderr).not.toMatch(/^\s+at .+:\d+/m)
  expect(ended.stderr).toMatch(/^[A-Z].+/)
}

/** All that a team has used, from the API. */
async function figuresOf(address: string) {
  const session = await fetch(`${address}/api/v1/session`)
  const reply = sessionReplySchema.parse(await session.json())
  if (reply.kind !== 'session') throw new Error('there is no team')
  const usage = await fetch(`${address}/api/v1/teams/${reply.team.id}/usage`)
  const { resources } = usageReplySchema.parse(await usage.json())
  return resources.map(({ resource, standing, buckets, payAsYouGo }) => {
    return { resource, standing, buckets, payAsYouGo }
  })
}
