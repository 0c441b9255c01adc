import { expect, it, onTestFinished } from 'vitest'
import { unsafeAddress } from '#server/unsafe-address.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

it.each([
  'https://headroom.example',
  'http://127.0.0.1:4280',
  'http://[::1]:1',
  'http://localhost',
])('%s is safe to sign in at', (address) => expect(unsafeAddress(address)).toBeUndefined())

it.each(['http://headroom.example', 'http://10.0.0.1:4280', 'http://localhost.example'])(
  '%s is not, and the operator is told of it and of the way out',
  (address) => {
    expect(unsafeAddress(`${address}/`)).toContain(`People sign in at ${address} without TLS`)
    expect(unsafeAddress(address)).toContain('HEADROOM_PUBLIC_URL')
  },
)

it('is said on the terminal and in the log of a server that starts there', async () => {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  const server = await startServerProcess({
    data: `${folder.path}/data`,
    args: ['--empty'],
    env: { HEADROOM_VIEW_AS: 'off', HEADROOM_PUBLIC_URL: 'http://headroom.example' },
  })
  const { stdout } = await server.stop()
  const told = stdout.split('\n').filter((line) => line.includes('without TLS'))
  expect(told).toEqual([
    expect.stringMatching(/^\{"level":40,.*"msg":"People sign in at http:\/\/headroom\.example/),
    expect.stringMatching(/^ {2}Warning: People sign in at http:\/\/headroom\.example/),
  ])
})
